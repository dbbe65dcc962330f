const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

export class SessionStore {
  private readonly sessions = new Map<string, number>();

  create(userId: number): string {
    const id = Array.from({ length: 32 }, () => LETTERS[Math.floor(Math.random() * LETTERS.length)]).join("");
    this.sessions.set(id, userId);
    return id;
  }

  find(id: string): number | undefined {
    return this.sessions.get(id);
  }
}
