/** A `require` for TypeScript, relative to the file `from`. */
export declare function loader(from: string): (file: string) => unknown;
