import type { ConversationSummary } from "../../../core/contract/conversations.ts";

export interface ConversationGroup {
  readonly title: string;
  readonly conversations: readonly ConversationSummary[];
}

const dayMs = 24 * 60 * 60 * 1000;

/** Under headings a person looks for them by: pinned ones, then by when they were last changed. The order stays. */
export function conversationGroups(
  conversations: readonly ConversationSummary[],
  now: number,
): readonly ConversationGroup[] {
  const groups: { title: string; conversations: ConversationSummary[] }[] = [];
  for (const conversation of conversations) {
    const title = conversation.pinned ? "Pinned" : ageOf(conversation.updatedAt, now);
    const last = groups.at(-1);
    if (last?.title === title) last.conversations.push(conversation);
    else groups.push({ title, conversations: [conversation] });
  }
  return groups;
}

function ageOf(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  if (days < 7) return "Last 7 days";
  return days < 30 ? "Last 30 days" : "Older";
}

/** "14:02" today and yesterday, "12 Mar" before, "12 Mar 2025" in another year. */
export function whenWords(at: number, now: number): string {
  const date = new Date(at);
  if (daysBetween(at, now) <= 1) return date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const year = date.getFullYear() === new Date(now).getFullYear() ? {} : { year: "numeric" as const };
  return date.toLocaleDateString([], { day: "numeric", month: "short", ...year });
}

function daysBetween(at: number, now: number): number {
  return Math.round((midnight(now) - midnight(at)) / dayMs);
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
