/** Replaces the workloads below `directory` by `size` generated accounts; returns their names. */
export function generateAccounts(directory: string, size: number): string[];
