import type { CloudtrailConfig } from "@cdktf/provider-aws/lib/cloudtrail/index.js";

/** Which events of S3 objects a trail records. */
export type ObjectEvents = "none" | "write" | "all";

/**
 * Selectors of a trail that also records reads and writes of objects; none where it does not, which records management
 * events.
 *
 * @param ownLogs ARN prefix of the trail's own objects: recording their delivery would never end
 */
export function objectEvents(which: ObjectEvents, ownLogs: string): Pick<CloudtrailConfig, "advancedEventSelector"> {
  if (which === "none") return {};
  return {
    advancedEventSelector: [
      { name: "Management events", fieldSelector: [{ field: "eventCategory", equalTo: ["Management"] }] },
      {
        name: "S3 objects",
        fieldSelector: [
          { field: "eventCategory", equalTo: ["Data"] },
          { field: "resources.type", equalTo: ["AWS::S3::Object"] },
          { field: "resources.ARN", notStartsWith: [ownLogs] },
          ...(which === "write" ? [{ field: "readOnly", equalTo: ["false"] }] : []),
        ],
      },
    ],
  };
}
