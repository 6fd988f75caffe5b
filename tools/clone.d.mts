/** Absolute path of this repository. */
export declare const repository: string;
/** A clone in a temporary folder, ready to use; `git` runs git in it and returns what it printed, trimmed. */
export declare function cloneRepository(prefix?: string): { directory: string; git: (...args: string[]) => string };
/** A copy of a clone as it is, with what was made in it. */
export declare function copyClone(clone: string, prefix?: string): ReturnType<typeof cloneRepository>;
export declare function linkModules(directory: string): void;
export declare function removeClone(directory: string): void;
