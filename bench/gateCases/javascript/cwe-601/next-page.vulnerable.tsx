import { redirect } from "next/navigation";
import { currentUser } from "../lib/session";

type Props = { searchParams: Promise<{ returnTo?: string }> };

export default async function SignedIn({ searchParams }: Props) {
  const { returnTo = "/dashboard" } = await searchParams;
  const user = await currentUser();
  if (user) {
    redirect(returnTo);
  }
  return <p>Please sign in.</p>;
}
