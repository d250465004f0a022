// Opens a SealedSecret as the controller does, and says which Secret comes of it.
package main

import (
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"os"

	"github.com/bitnami/sealed-secrets/pkg/apis/sealedsecrets/v1alpha1"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/util/keyutil"
)

type input struct {
	Key    string                `json:"key"`
	Sealed v1alpha1.SealedSecret `json:"sealed"`
}

func main() {
	if err := open(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func open() error {
	var in input
	decoder := json.NewDecoder(os.Stdin)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&in); err != nil {
		return err
	}
	parsed, err := keyutil.ParsePrivateKeyPEM([]byte(in.Key))
	if err != nil {
		return err
	}
	key, isRSA := parsed.(*rsa.PrivateKey)
	if !isRSA {
		return fmt.Errorf("the key is no RSA key")
	}
	secret, err := in.Sealed.Unseal(scheme.Codecs, map[string]*rsa.PrivateKey{"ours": key})
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(secret)
}
