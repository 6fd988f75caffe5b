import { TerraformElement, type TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/**
 * An import block that Terraform looks at only while `ids` is not empty. CDKTF's own `importFrom` always imports, which
 * fails in a plan made before the object exists.
 */
export class ImportBlock extends TerraformElement {
  readonly #block: object;

  /**
   * @param ids Terraform expression of a set with no or one element, known when planning
   */
  constructor(scope: Construct, id: string, resource: TerraformResource, ids: string | string[], region: string) {
    super(scope, id);
    this.#block = {
      for_each: ids,
      to: `${resource.terraformResourceType}.${resource.friendlyUniqueId}`,
      id: `\${each.value}@${region}`,
    };
  }

  override toTerraform(): object {
    return { import: [this.#block] };
  }
}

/**
 * Stands where a resource stood that Terraform forgets and AWS keeps. It needs the scope and id of that resource, which
 * make its address.
 */
export class Forgotten extends TerraformElement {
  readonly #type: string;

  constructor(scope: Construct, id: string, type: string) {
    super(scope, id);
    this.#type = type;
  }

  override toTerraform(): object {
    return { removed: [{ from: `${this.#type}.${this.friendlyUniqueId}`, lifecycle: { destroy: false } }] };
  }
}
