import { readdirSync, readFileSync } from "node:fs";

/**
 * Whether a process of this machine still does something. One that has ended answers to signals until it is reaped, and
 * where process 1 is no init, as in many containers, that may be never.
 */
export function isProcessAlive(pid: number): boolean {
  return answers(pid) && (processes(String(pid)) ?? []).every(({ ended }) => !ended);
}

/** The same of any process of a group. On Windows, which has no groups, of the process itself. */
export function isGroupAlive(group: number): boolean {
  if (process.platform === "win32") return isProcessAlive(group);
  return answers(-group) && (processes()?.some((each) => each.group === group && !each.ended) ?? true);
}

function answers(target: number): boolean {
  try {
    process.kill(target, 0);
    return true;
  } catch (error) {
    // It is there and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * What Linux says of its processes; undefined elsewhere.
 * @param only of this process id
 */
function processes(only?: string): { readonly group: number; readonly ended: boolean }[] | undefined {
  if (process.platform !== "linux") return undefined;
  return (only === undefined ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [only]).flatMap((pid) => {
    try {
      // `pid (name) state parent group ...`; the name may hold anything. Source: proc_pid_stat(5).
      const text = readFileSync(`/proc/${pid}/stat`, "latin1");
      const [state = "", , group] = text.slice(text.lastIndexOf(")") + 2).split(" ");
      return [{ group: Number(group), ended: state === "Z" || state === "X" }];
    } catch {
      return []; // gone by now
    }
  });
}
