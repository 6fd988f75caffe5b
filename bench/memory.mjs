import fs from "node:fs";

/**
 * Peak resident memory, in MiB, of every process that starts while `work` runs. Terraform and the provider live in
 * sessions of their own, so the process tree does not show them. Linux only.
 */
export async function peakMemory(work) {
  const before = new Set(processes());
  let peak = 0;
  const timer = setInterval(() => {
    const total = processes()
      .filter((pid) => !before.has(pid))
      .reduce((sum, pid) => sum + residentKiB(pid), 0);
    peak = Math.max(peak, total / 1024);
  }, 50);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return peak;
}

function processes() {
  return fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
}

function residentKiB(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0; // it ended meanwhile
  }
}
