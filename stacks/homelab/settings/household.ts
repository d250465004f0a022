/** Who talks with the family's assistant, as its program reads it; named as Authentik knows them. Put your own in their places. */
export const household = {
  timeZone: "Etc/UTC",
  people: [
    { name: "owner", called: "Owner", quiet: { from: "23:00", to: "07:00" } },
    { name: "family", called: "Family", quiet: { from: "22:00", to: "07:30" } },
  ],
};
