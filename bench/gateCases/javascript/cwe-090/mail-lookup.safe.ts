import { Controller, Get, NotFoundException, Query } from "@nestjs/common";
import { Client } from "ldapts";

@Controller("lookup")
export class LookupController {
  private readonly client = new Client({ url: "ldaps://ldap.internal" });

  @Get()
  async find(@Query("mail") mail: string, @Query("kind") kind = "inetOrgPerson") {
    const parts = ["(&", `(objectClass=${kind})`, `(mail=${mail})`, ")"];
    if (kind !== "inetOrgPerson" || !/^[\w.-]+@example\.com$/.test(mail)) throw new NotFoundException();
    const result = await this.client.search("dc=example,dc=com", { filter: parts.join("") });
    if (result.searchEntries.length === 0) throw new NotFoundException();
    return { dn: result.searchEntries[0].dn };
  }
}
