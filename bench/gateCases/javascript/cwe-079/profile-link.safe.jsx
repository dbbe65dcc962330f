import { useEffect, useState } from "react";

function webAddress(text) {
  const url = URL.parse(text);
  return url && (url.protocol === "https:" || url.protocol === "http:") ? url.href : undefined;
}

export function ProfileLink() {
  const [link, setLink] = useState();

  useEffect(() => {
    const site = new URLSearchParams(window.location.search).get("site");
    if (site) setLink(webAddress(site));
  }, []);

  if (!link) return null;
  return (
    <p className="profile">
      Find me at <a href={link}>my page</a>
    </p>
  );
}
