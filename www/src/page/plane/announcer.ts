// Says things to a screen reader at a pace it can follow: the last thing said within a quiet spell is what is heard.

const QUIET_MS = 350;

export class Announcer {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly hear: (text: string) => void) {}

  say(text: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hear(text), QUIET_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
