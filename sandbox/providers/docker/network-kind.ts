import { ApiRefusal, Unreachable } from "../framework/http.ts";
import { Refusal } from "../framework/refusal.ts";
import { tableKind } from "../framework/table-kind.ts";
import { objectAt, type Properties } from "../framework/value.ts";
import type { ResourceKind } from "../framework/vendor.ts";
import type { Daemon } from "./daemon.ts";
import { importedInputs, inputsNow } from "./drift.ts";

import { labelList, labelMap } from "./labels.ts";
import { network } from "./network.ts";
import { whileInUse } from "./patience.ts";
import { unchanging } from "./unchanging.ts";
import { known, objects } from "./values.ts";

export function networkKind(daemon: Daemon): ResourceKind {
  const inspect = (id: string, signal: AbortSignal) =>
    daemon.find({ path: `/networks/${encodeURIComponent(id)}`, signal });

  async function made(inputs: Properties, signal: AbortSignal): Promise<Properties> {
    try {
      const body = { ...bodyOf(inputs), CheckDuplicate: true };
      const { Id } = await daemon.object({ path: "/networks/create", method: "POST", body, signal });
      return { Id: Id ?? "" };
    } catch (error) {
      // The answer was lost, and perhaps the network was made: nobody else could have made it under this name.
      const lost =
        error instanceof Unreachable && !signal.aborted && (await inspect(String(inputs.name), signal));
      if (lost) return lost;
      if (error instanceof ApiRefusal && error.status === 409) throw taken(error, String(inputs.name));
      throw error;
    }
  }

  return tableKind(network, {
    async create({ inputs, signal }) {
      const id = String((await made(inputs, signal)).Id);
      const found = await inspect(id, signal);
      if (!found) throw new Refusal(`network ${String(inputs.name)} was made, and is gone again`);
      return { id, state: { ...inputs, ...liveOf(found) } };
    },
    update: unchanging,
    async read({ id, inputs, signal }) {
      const found = await inspect(id, signal);
      if (!found) return undefined;
      const live = liveOf(found);
      const said = inputs.name === undefined ? importedInputs(live, network.shape) : inputs;
      const now = inputsNow(said, live, network.shape);
      return { id: String(found.Id), inputs: now, state: { ...now, ...live } };
    },
    async remove({ id, signal }) {
      const ask = () =>
        daemon.answer({ path: `/networks/${encodeURIComponent(id)}`, method: "DELETE", signal });
      await whileInUse(ask, /has active endpoints/i, signal);
    },
  });
}

function taken({ status, message }: ApiRefusal, name: string): ApiRefusal {
  return new ApiRefusal(
    status,
    `${message}\n  fix: remove it (docker network rm ${name}), or take it over: pulumi import docker:index/network:Network <resource> $(docker network inspect -f '{{.Id}}' ${name})`,
  );
}

function bodyOf(inputs: Properties): Properties {
  return known({
    Name: inputs.name,
    Driver: inputs.driver,
    Options: inputs.options,
    Internal: inputs.internal,
    Attachable: inputs.attachable,
    Ingress: inputs.ingress,
    EnableIPv6: inputs.ipv6,
    Labels: labelMap(inputs.labels),
    IPAM: known({
      Driver: inputs.ipamDriver,
      Options: inputs.ipamOptions,
      Config: inputs.ipamConfigs === undefined ? undefined : objects(inputs.ipamConfigs).map(poolBody),
    }),
  });
}

function poolBody({ subnet, ipRange, gateway, auxAddress }: Properties): Properties {
  return known({ Subnet: subnet, IPRange: ipRange, Gateway: gateway, AuxiliaryAddresses: auxAddress });
}

function liveOf(found: Properties): Properties {
  const ipam = objectAt(found, "IPAM");
  return {
    name: found.Name ?? "",
    labels: labelList(found.Labels),
    driver: found.Driver ?? "",
    internal: found.Internal ?? false,
    attachable: found.Attachable ?? false,
    ingress: found.Ingress ?? false,
    ipv6: found.EnableIPv6 ?? false,
    ipamDriver: ipam.Driver ?? "",
    ipamOptions: objectAt(ipam, "Options"),
    ipamConfigs: objects(ipam.Config).map(({ Subnet, IPRange, Gateway, AuxiliaryAddresses }) =>
      known({ subnet: Subnet, ipRange: IPRange, gateway: Gateway, auxAddress: AuxiliaryAddresses }),
    ),
    scope: found.Scope ?? "",
    options: objectAt(found, "Options"),
  };
}
