/** What a module is made from. */
export interface ModuleFacts {
  /** Folder in modules/, `task-queue`. */
  readonly name: string;
  readonly description: string;
  /** npm packages every module needs, with the repository's versions. */
  readonly dependencies: Readonly<Record<string, string>>;
}

/** A module that works: one construct around one resource, its test and its page. To be rewritten from there. */
export function moduleFiles({ name, description, dependencies }: ModuleFacts): Record<string, string> {
  const construct = name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const manifest = {
    name: `@archipelago/${name}`,
    version: "0.0.0",
    private: true,
    description,
    license: "Apache-2.0",
    type: "module",
    exports: { ".": "./src/index.ts" },
    dependencies,
    nx: { tags: ["type:module"] },
  };
  return {
    "package.json": `${JSON.stringify(manifest, null, 2)}\n`,
    "README.md": readme(name, construct, description),
    "src/index.ts": `export { ${construct}, type ${construct}Props } from "./${name}.ts";\n`,
    [`src/${name}.ts`]: source(construct, description),
    [`src/${name}.test.ts`]: test(name, construct),
  };
}

const readme = (name: string, construct: string, description: string): string => `# ${construct}

${description}

\`\`\`ts
import { ${construct} } from "@archipelago/${name}";

new ${construct}(stack, "${name}", { name: "/example", value: "text" });
\`\`\`

| option  | default |                                    |
| ------- | ------- | ---------------------------------- |
| \`name\`  |         | the parameter's name, with slashes |
| \`value\` |         | what applications read             |
`;

const source = (construct: string, description: string): string => `import { Construct } from "constructs";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter/index.js";
import { UserError } from "@archipelago/account-stack";

export interface ${construct}Props {
  /** The parameter's name, for example \`/shop/checkout\`. */
  readonly name: string;
  /** What applications read. No secret: it is kept in clear. */
  readonly value: string;
}

/** ${description} */
export class ${construct} extends Construct {
  /** For the policy of who reads it. */
  readonly arn: string;

  /** @throws UserError when the name has no slash in front: AWS would refuse it only when it is applied. */
  constructor(scope: Construct, id: string, { name, value }: ${construct}Props) {
    super(scope, id);
    if (!name.startsWith("/"))
      throw new UserError(\`"\${name}" cannot be a parameter's name\`, { allowed: "/name, /path/name" });
    this.arn = new SsmParameter(this, "Resource", { name, type: "String", value }).arn;
  }
}
`;

const test = (name: string, construct: string): string => `import { synthStack } from "@archipelago/testing";
import { ${construct} } from "./${name}.ts";

const parameter = (parameterName: string) =>
  synthStack((stack) => {
    new ${construct}(stack, "example", { name: parameterName, value: "text" });
  }).resource("aws_ssm_parameter");

test("options reach the parameter", () => {
  expect(parameter("/example")).toEqual({ name: "/example", type: "String", value: "text" });
});

test("a wrong name is refused by name", () => {
  expect(() => parameter("example")).toThrow('"example" cannot be a parameter\\'s name');
});
`;
