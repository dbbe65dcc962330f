import { useEffect, useState } from "react";

export function ProfileLink() {
  const [link, setLink] = useState();

  useEffect(() => {
    const site = new URLSearchParams(window.location.search).get("site");
    if (site) setLink(site);
  }, []);

  if (!link) return null;
  return (
    <p className="profile">
      Find me at <a href={link}>my page</a>
    </p>
  );
}
