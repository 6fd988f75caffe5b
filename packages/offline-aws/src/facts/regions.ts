/** What the simulated cloud knows of a region. */
export interface Region {
  readonly name: string;
  /** As the console and the pricing pages name it. */
  readonly location: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  readonly zones: readonly Zone[];
  /** Route 53 zone of the region's S3 website endpoint, undefined where this table has none. */
  readonly s3HostedZone: string | undefined;
}

export interface Zone {
  /** `eu-west-1a` */
  readonly name: string;
  /** `euw1-az1`: the same place in every account. */
  readonly id: string;
}

// Columns: region, location, zone id prefix, zone letters with their zone numbers, S3 website hosted zone.
// Source: AWS Regions and Availability Zones (docs.aws.amazon.com/global-infrastructure) and the S3 endpoint tables of
// the AWS General Reference, as known in 2026-11. The pairing of letters and numbers is that of one account: AWS
// shuffled it per account in the oldest regions until 2025. Zones are those open to new accounts.
const rows = `
af-south-1|Africa (Cape Town)|afs1|a1 b2 c3|Z83WF9RJE8B12
ap-east-1|Asia Pacific (Hong Kong)|ape1|a1 b2 c3|ZNB98KWMFR0R6
ap-east-2|Asia Pacific (Taipei)|ape2|a1 b2 c3|
ap-northeast-1|Asia Pacific (Tokyo)|apne1|a4 c1 d2|Z2M4EHUR26P7ZW
ap-northeast-2|Asia Pacific (Seoul)|apne2|a1 b2 c3 d4|Z3W03O7B5YMIYP
ap-northeast-3|Asia Pacific (Osaka)|apne3|a3 b1 c2|Z2YQB5RD63NC85
ap-south-1|Asia Pacific (Mumbai)|aps1|a1 b3 c2|Z11RGJOFQNVJUP
ap-south-2|Asia Pacific (Hyderabad)|aps2|a1 b2 c3|Z02976202B4EZMXIPMXF7
ap-southeast-1|Asia Pacific (Singapore)|apse1|a1 b2 c3|Z3O0J2DXBE1FTB
ap-southeast-2|Asia Pacific (Sydney)|apse2|a1 b3 c2|Z1WCIGYICN2BYD
ap-southeast-3|Asia Pacific (Jakarta)|apse3|a1 b2 c3|Z01846753K324LI26A3VV
ap-southeast-4|Asia Pacific (Melbourne)|apse4|a1 b2 c3|Z0312387243XT5FE14WFO
ap-southeast-5|Asia Pacific (Malaysia)|apse5|a1 b2 c3|Z08660063OXLMA7F1FJHU
ap-southeast-7|Asia Pacific (Thailand)|apse7|a1 b2 c3|
ca-central-1|Canada (Central)|cac1|a1 b2 d4|Z1QDHH18159H29
ca-west-1|Canada West (Calgary)|caw1|a1 b2 c3|Z03565811Z33SLEZTHOUL
eu-central-1|Europe (Frankfurt)|euc1|a2 b3 c1|Z21DNDUVLTQW6Q
eu-central-2|Europe (Zurich)|euc2|a1 b2 c3|Z030506016YDQGETNASS
eu-north-1|Europe (Stockholm)|eun1|a1 b2 c3|Z3BAZG2TWCNX0D
eu-south-1|Europe (Milan)|eus1|a1 b2 c3|Z30OZKI7KPW7MI
eu-south-2|Europe (Spain)|eus2|a1 b2 c3|Z0081959F7139GRJC19J
eu-west-1|Europe (Ireland)|euw1|a1 b2 c3|Z1BKCTXD74EZPE
eu-west-2|Europe (London)|euw2|a2 b3 c1|Z3GKZC51ZF0DB4
eu-west-3|Europe (Paris)|euw3|a1 b2 c3|Z3R1K369G5AVDG
il-central-1|Israel (Tel Aviv)|ilc1|a1 b2 c3|Z09640613K4A3MN55U7GU
me-central-1|Middle East (UAE)|mec1|a1 b2 c3|Z06143092I8HRXZRUZROF
me-south-1|Middle East (Bahrain)|mes1|a1 b2 c3|Z1MPMWCPA7YB62
mx-central-1|Mexico (Central)|mxc1|a1 b2 c3|
sa-east-1|South America (Sao Paulo)|sae1|a1 b2 c3|Z7KQH4QJS55SO
us-east-1|US East (N. Virginia)|use1|a1 b2 c4 d6 e3 f5|Z3AQBSTGFYJSTF
us-east-2|US East (Ohio)|use2|a1 b2 c3|Z2O1EMRO9K5GLX
us-west-1|US West (N. California)|usw1|a1 c3|Z2F56UZL2M1ACD
us-west-2|US West (Oregon)|usw2|a1 b2 c3 d4|Z3BJ6K6RIION7M
us-gov-east-1|AWS GovCloud (US-East)|usge1|a1 b2 c3|Z2NIFVYYW2VKV1
us-gov-west-1|AWS GovCloud (US-West)|usgw1|a1 b2 c3|Z31GFT0UA1I2HV
cn-north-1|China (Beijing)|cnn1|a1 b2 d4|Z5CN8UMXT92WN
cn-northwest-1|China (Ningxia)|cnw1|a1 b2 c3|Z282HJ1KT0DH03`;

const parse = (row: string): Region => {
  const [name = "", location = "", prefix = "", zones = "", s3HostedZone = ""] = row.split("|");
  return {
    name,
    location,
    partition: partitionOf(name),
    zones: zones.split(" ").map((zone) => ({ name: name + zone[0], id: `${prefix}-az${zone.slice(1)}` })),
    s3HostedZone: s3HostedZone || undefined,
  };
};

let table: ReadonlyMap<string, Region> | undefined;

/** The regions by name. */
export function regions(): ReadonlyMap<string, Region> {
  return (table ??= new Map(
    rows
      .trim()
      .split("\n")
      .map(parse)
      .map((region) => [region.name, region]),
  ));
}

/** The zones of all regions. */
export function zones(): Zone[] {
  return [...regions().values()].flatMap((region) => region.zones);
}

/** The partition of any region name, also of one this table does not list. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** `amazonaws.com`, in China `amazonaws.com.cn`. */
export function dnsSuffixOf(partition: string): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
