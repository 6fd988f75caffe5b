import Sequencer from "@jest/test-sequencer";

const isEndToEnd = ({ path }) => /[\\/]e2e[\\/]/.test(path);

/**
 * End-to-end tests first. Without times of an earlier run Jest begins with the largest files, and some that take a minute are
 * small: begun last, they would leave the other workers idle.
 */
export default class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => Number(isEndToEnd(b)) - Number(isEndToEnd(a)));
  }
}
