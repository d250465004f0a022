/** A place for backups. What lies in it is not held here: objects go through the S3 API. */
export interface Bucket {
  account: string;
  name: string;
  creation_date: string;
  location: string;
  storage_class: string;
  jurisdiction: string;
}
