/** Notes whether something holds, and says so in a line. */
export type Expect = (holds: boolean, what: string) => void;

/** What was expected of packages, what did not hold, and what could not be made. */
export function expectations() {
  const failures: string[] = [];
  const notMade: string[] = [];
  const expect: Expect = (holds, what) => {
    console.log(`${holds ? 'ok  ' : 'FAIL'}  ${what}`);
    if (!holds) failures.push(what);
  };
  return {
    expect,
    /** Says what could not be made here, and why. */
    leaveOut(what: string, why: string): void {
      console.log(`NOT MADE  ${what}: ${why}`);
      notMade.push(what);
    },
    /** Says how it went; true where everything held. */
    end(): boolean {
      if (notMade.length > 0) console.log(`Not made here: ${notMade.join(', ')}.`);
      console.log(failures.length === 0 ? 'What was made holds.' : `${failures.length} failed.`);
      return failures.length === 0;
    },
  };
}
