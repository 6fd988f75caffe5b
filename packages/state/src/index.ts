export { openS3, type S3Access, type S3Credentials } from "./s3-client.ts";
