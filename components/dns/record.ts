/** One line of a zone. The name is relative to the zone, the value is as a zone file has it. */
export interface DnsRecord {
  name: string;
  type: "A" | "CNAME" | "NS" | "PTR";
  value: string;
}

/** A part of the tree of names, as its primary serves it. */
export interface Zone {
  name: string;
  /** The name server that it is declared to, with the domain of the house. */
  primary: string;
  records: DnsRecord[];
  /** What one would look for here and not find, and why. */
  leftOut: { name: string; because: string }[];
}
