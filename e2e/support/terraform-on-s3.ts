import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { openS3 } from "@archipelago/state";
import { startS3Server, type S3Server } from "@archipelago/state/test-s3-server";
import {
  cleanEnvironment,
  prepareWorkDirectory,
  stateResources,
  Terraform,
  TerraformError,
} from "@archipelago/terraform";
import { startFaultProxy, type FaultProxy } from "./fault-proxy.ts";

/** Terraform's S3 backend against a real server, by way of a proxy; each test has a work directory and an applied state. */
export class TerraformOnS3 {
  readonly bucket = "tf-state";
  server!: S3Server;
  proxy!: FaultProxy;
  s3!: S3Client;
  /** Of this test. */
  directory!: string;
  /** Of this test's state. */
  key!: string;
  readonly #data = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-faults-s3-"));
  #count = 0;

  /** To be called where tests are declared. */
  constructor() {
    beforeAll(async () => {
      await this.startServer();
      this.proxy = await startFaultProxy(this.server.endpoint);
      const credentials = this.server.credentials("111122223333");
      this.s3 = await openS3({ region: "eu-west-1", endpoint: this.server.endpoint, credentials });
      const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" } as const;
      await this.s3.send(new CreateBucketCommand({ Bucket: this.bucket, CreateBucketConfiguration }));
    });
    afterAll(async () => {
      await this.proxy.stop();
      await this.server.stop();
      fs.rmSync(this.#data, { recursive: true, force: true });
    });
    beforeEach(async () => {
      this.directory = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-faults-"));
      this.key = `${(this.#count += 1)}/terraform.tfstate`;
      this.proxy.inject();
      await this.apply({ a: "1" });
    });
    afterEach(() => fs.rmSync(this.directory, { recursive: true, force: true }));
  }

  /** Starts the server, again with what it had. @param port where it was. Default: a free one */
  async startServer(port?: number): Promise<void> {
    this.server = await startS3Server({ ...(port === undefined ? {} : { port }), directory: this.#data });
  }

  /** Terraform in the work directory, with a resource for each input. */
  terraform(inputs: Readonly<Record<string, string>>, options: object = {}): Terraform {
    const resource = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, { input }]));
    const configuration = {
      terraform: {
        backend: {
          s3: {
            ...{ bucket: this.bucket, key: this.key, region: "eu-west-1", use_path_style: true },
            ...{ use_lockfile: true, encrypt: true },
            max_retries: 1, // five take 20 seconds
            ...{ skip_credentials_validation: true, skip_requesting_account_id: true, skip_metadata_api_check: true },
            endpoints: { s3: this.proxy.endpoint },
          },
        },
      },
      resource: { terraform_data: resource },
    };
    prepareWorkDirectory(this.directory, { configuration: JSON.stringify(configuration) });
    return this.again({ lockTimeoutSeconds: 0, ...options });
  }

  /** Has a resource of the configuration run a command in the work directory when it is made. */
  provision(name: string, command: string): void {
    const file = path.join(this.directory, "cdk.tf.json");
    const configuration = JSON.parse(fs.readFileSync(file, "utf8")) as {
      readonly resource: { readonly terraform_data: Readonly<Record<string, object>> };
    };
    Object.assign(configuration.resource.terraform_data[name]!, { provisioner: [{ "local-exec": { command } }] });
    prepareWorkDirectory(this.directory, { configuration: JSON.stringify(configuration) });
  }

  /** Terraform in the work directory as it is. */
  again(options: object = {}): Terraform {
    const add = { AWS_ACCESS_KEY_ID: "111122223333", AWS_SECRET_ACCESS_KEY: "test" };
    const environment = cleanEnvironment(process.env, { cloud: "aws", add });
    return new Terraform({ directory: this.directory, environment, ...options });
  }

  async apply(inputs: Readonly<Record<string, string>>, options: object = {}): Promise<Terraform> {
    const one = this.terraform(inputs, options);
    await one.init();
    await one.saveErroredState();
    await one.plan({ out: this.plan });
    await one.apply(this.plan);
    return one;
  }

  get plan(): string {
    return path.join(this.directory, "plan.tfplan");
  }

  get errored(): string {
    return path.join(this.directory, "errored.tfstate");
  }

  /** Text of an object, of the state unless told; undefined when there is none. */
  async object(name = this.key): Promise<string | undefined> {
    try {
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key: name }));
      return await Body!.transformToString();
    } catch (error) {
      if ((error as Error).name === "NoSuchKey") return undefined;
      throw error;
    }
  }

  async put(name: string, text: string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: name, Body: text }));
  }

  /** What the state says of the resources, sorted. */
  async inputs(): Promise<string[]> {
    return stateResources((await this.object()) ?? "{}")
      .map(({ attributes }) => (attributes["input"] as { readonly value: string }).value)
      .sort();
  }
}

/** What a promise fails with. */
export const failure = async (promise: Promise<unknown>): Promise<TerraformError> =>
  promise.then(
    () => Promise.reject(new Error("did not fail")),
    (error: TerraformError) => error,
  );
