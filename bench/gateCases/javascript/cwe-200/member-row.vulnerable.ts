import { Controller, Get, NotFoundException, Param, ParseIntPipe } from "@nestjs/common";
import { PrismaService } from "./prisma.service";

@Controller("members")
export class MemberController {
  constructor(private readonly prisma: PrismaService) {}

  @Get(":id")
  async read(@Param("id", ParseIntPipe) id: number) {
    const member = await this.prisma.member.findUnique({
      where: { id },
      select: { id: true, nickname: true, email: true, passwordHash: true, resetToken: true },
    });
    if (!member) throw new NotFoundException();
    return member;
  }
}
