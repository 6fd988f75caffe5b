import fs from "node:fs";
import path from "node:path";
import type { CreateDependencies, DependencyType, RawProjectGraphDependency } from "@nx/devkit";

const sources = /(?:^|\/)package\.json$|^accounts\/.*\.ts$/;
const packageName = /["'](@archipelago\/[a-z0-9-]+)["']/g;

/**
 * What accounts import and packages declare (lint keeps that equal to what they import), as edges of the graph, found anew
 * each time.
 *
 * Nx finds the same edges, and keeps those of a file by its hash: an import that led nowhere when the file was first seen
 * gets no edge when its package appears or comes back, and `affected` misses accounts (nx 24, `extractCachedFileData`).
 * These edges are implicit because static ones are replaced by what was kept.
 */
export const dependencies: CreateDependencies = (_options, { workspaceRoot, projects, fileMap }) =>
  Object.entries(fileMap.projectFileMap).flatMap(([source, files]) => {
    const targets = new Set<string>();
    for (const { file } of files) {
      if (!sources.test(file)) continue;
      const text = fs.readFileSync(path.join(workspaceRoot, file), "utf8");
      for (const [, target] of text.matchAll(packageName)) targets.add(target!);
    }
    targets.delete(source);
    return Array.from(targets)
      .filter((target) => target in projects)
      .map((target): RawProjectGraphDependency => ({ source, target, type: "implicit" as DependencyType.implicit }));
  });
