import { imageReference } from "./image-reference.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

test.each([
  [`ghcr.io/acme/shop@${digest}`, true],
  [`localhost:5000/shop@${digest}`, true],
  [`registry.example.com/a/b_c/d-e.f@${digest}`, true],
  ["ghcr.io/acme/shop:1.4.0", false],
  ["ghcr.io/acme/shop:latest", false],
  ["ghcr.io/acme/shop", false],
  [`ghcr.io/acme/shop:1.4.0@${digest}`, false],
  [`ghcr.io/acme/shop@${digest.slice(0, -1)}`, false],
  [`ghcr.io/acme/shop@${digest.toUpperCase()}`, false],
  [`ghcr.io/acme/shop@sha512:${"0".repeat(128)}`, false],
  [`ghcr.io/Acme/shop@${digest}`, false],
  [`shop@${digest}`, false],
  [digest, false],
  ["", false],
])("%s: %s", (image, valid) => {
  expect(imageReference.safeParse(image).success).toBe(valid);
});
