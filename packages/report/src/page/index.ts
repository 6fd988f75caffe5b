export { code, embedded, names, number, page, table, text, type Page } from "./page.ts";
