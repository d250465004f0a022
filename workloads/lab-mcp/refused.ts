/** What was asked for cannot be: a sentence for whoever asked, a person or a model, who may do better next time. */
export class Refused extends Error {
  /** As HTTP tells it. */
  readonly status: 400 | 404 | 409 | 410 | 429 | 503;

  constructor(message: string, status: Refused["status"] = 400) {
    super(message);
    this.name = "Refused";
    this.status = status;
  }
}
