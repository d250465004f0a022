// What headscale's policy engine says of a policy: it is told who and what is in the tailnet, and runs the policy's own tests.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"os"

	policy "github.com/juanfont/headscale/hscontrol/policy/v2"
	"github.com/juanfont/headscale/hscontrol/types"
	"github.com/rs/zerolog"
	"tailscale.com/tailcfg"
)

type question struct {
	Policy  string   `json:"policy"`
	Users   []string `json:"users"`
	Devices []struct {
		Name    string   `json:"name"`
		Address string   `json:"address"`
		Tags    []string `json:"tags"`
		User    string   `json:"user"`
	} `json:"devices"`
}

func main() {
	zerolog.SetGlobalLevel(zerolog.Disabled)
	if err := check(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func check() error {
	var asked question
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		return err
	}
	users, known := usersOf(asked)
	nodes, err := nodesOf(asked, known)
	if err != nil {
		return err
	}
	manager, err := policy.NewPolicyManager([]byte(asked.Policy), users, nodes.ViewSlice())
	if err != nil {
		return err
	}
	return errors.Join(manager.RunTests(), manager.RunSSHTests())
}

func usersOf(asked question) ([]types.User, map[string]*types.User) {
	users := make([]types.User, len(asked.Users))
	known := map[string]*types.User{}
	for index, email := range asked.Users {
		users[index] = types.User{Name: email, Email: email}
		users[index].ID = uint(index + 1)
		known[email] = &users[index]
	}
	return users, known
}

func nodesOf(asked question, known map[string]*types.User) (types.Nodes, error) {
	var nodes types.Nodes
	for index, device := range asked.Devices {
		address, err := netip.ParseAddr(device.Address)
		if err != nil {
			return nil, err
		}
		node := &types.Node{
			ID:        types.NodeID(index + 1),
			Hostname:  device.Name,
			GivenName: device.Name,
			IPv4:      &address,
			Hostinfo:  &tailcfg.Hostinfo{},
			Tags:      device.Tags,
		}
		if user, found := known[device.User]; found && len(device.Tags) == 0 {
			node.User, node.UserID = user, &user.ID
		}
		nodes = append(nodes, node)
	}
	return nodes, nil
}
