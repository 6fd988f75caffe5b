/** A `require` for TypeScript, relative to the file `from`. */
export declare function loader(from: string): (file: string) => unknown;
/** The CommonJS of a source in TypeScript; lines stay what they are. Throws when it does not parse. */
export declare function toJavaScript(source: string, file: string): string;
/** Changes when the JavaScript that is made of the same source may. */
export declare const version: string;
