export { ImageRepositories, type ImageRepositoriesProps } from "./image-repositories.ts";
export { ImageUse, type ImageUseProps } from "./image-use.ts";
