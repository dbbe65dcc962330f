/** What an approver signs: words that no other signature of theirs would be made over, and the request's hash. */
export function approvedWords(hash: string): string {
  return `airlock escalation approval 1\n${hash}\n`;
}
