/** A comment as a forge keeps it. */
export interface Comment {
  id: number;
  body: string;
  /** By the name of their account: anybody can write what looks like a comment of ours. */
  author: string;
}

/** One pull request, or merge request, of one forge. */
export interface PullRequest {
  /** For a person: `owner/name#12`. */
  name: string;
  isOpen(): Promise<boolean>;
  /** The account that writes. */
  self(): Promise<string>;
  /** All of them, page by page, the oldest first. */
  comments(): Promise<Comment[]>;
  create(body: string): Promise<Comment>;
  update(id: number, body: string): Promise<void>;
  remove(id: number): Promise<void>;
}
