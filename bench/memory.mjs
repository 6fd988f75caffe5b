import fs from "node:fs";

/**
 * Peak memory, in MiB, of every process that works below `directory` while `work` runs: Terraform and the provider live
 * in sessions of their own, so the process tree does not show them. Memory that processes share counts once
 * (proportional set size). Linux only.
 */
export async function peakMemory(directory, work) {
  let peak = 0;
  const timer = setInterval(() => {
    const total = processesBelow(directory).reduce((sum, pid) => sum + proportionalKiB(pid), 0);
    peak = Math.max(peak, total / 1024);
  }, 50);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return peak;
}

function processesBelow(directory) {
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && read(() => fs.readlinkSync(`/proc/${name}/cwd`))?.startsWith(directory));
}

function proportionalKiB(pid) {
  return Number(
    /^Pss:\s+(\d+)/m.exec(read(() => fs.readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? "")?.[1] ?? 0,
  );
}

/** Undefined when the process ended meanwhile, or is somebody else's. */
function read(get) {
  try {
    return get();
  } catch {
    return undefined;
  }
}
