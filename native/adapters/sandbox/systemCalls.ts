// A seccomp filter, written out as the classic BPF program that bubblewrap loads. Needs no library.

interface Machine {
  /** AUDIT_ARCH_* of linux/audit.h. */
  readonly audit: number;
  readonly socket: number;
  readonly clone: number;
  readonly clone3: number;
  /** Refused with EPERM. Numbers of this machine's system call table. */
  readonly refused: readonly number[];
}

/** Calls that only administer a system, or that kernel exploits like; no test needs one. */
const machines: ReadonlyMap<string, Machine> = new Map([
  [
    "x64",
    {
      audit: 0xc000003e,
      socket: 41,
      clone: 56,
      clone3: 435,
      refused: [
        101, // ptrace
        155, // pivot_root
        161, // chroot
        163, // acct
        165, // mount
        166, // umount2
        167, // swapon
        168, // swapoff
        169, // reboot
        175, // init_module
        176, // delete_module
        179, // quotactl
        246, // kexec_load
        248, // add_key
        249, // request_key
        250, // keyctl
        272, // unshare
        298, // perf_event_open
        304, // open_by_handle_at
        308, // setns
        310, // process_vm_readv
        311, // process_vm_writev
        313, // finit_module
        320, // kexec_file_load
        321, // bpf
        323, // userfaultfd
        425, // io_uring_setup
        426, // io_uring_enter
        427, // io_uring_register
        428, // open_tree
        429, // move_mount
        430, // fsopen
        432, // fsmount
      ],
    },
  ],
  [
    "arm64",
    {
      audit: 0xc00000b7,
      socket: 198,
      clone: 220,
      clone3: 435,
      refused: [
        117, 41, 51, 89, 40, 39, 224, 225, 142, 105, 106, 60, 104, 217, 218, 219, 97, 241, 265, 268, 270, 271,
        273, 294, 280, 282, 425, 426, 427, 428, 429, 430, 432,
      ],
    },
  ],
]);

const load = 0x20; // BPF_LD | BPF_W | BPF_ABS
const jumpEqual = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const jumpAtLeast = 0x35; // BPF_JMP | BPF_JGE | BPF_K
const jumpAnyBit = 0x45; // BPF_JMP | BPF_JSET | BPF_K
const answer = 0x06; // BPF_RET | BPF_K

const allow = 0x7fff0000;
const errno = (number: number): number => 0x00050000 | number;
const notPermitted = errno(1);
const notImplemented = errno(38);
const familyNotSupported = errno(97);

const offsetNumber = 0;
const offsetArchitecture = 4;
/** The low half of the first argument, on a little-endian machine. */
const offsetArgument = 16;

/** System calls of the x32 table carry this bit; they would walk around a filter by number. */
const x32 = 0x40000000;
const newUserNamespace = 0x10000000;
/** Unix, IPv4, IPv6, netlink: what lies inside the network namespace. AF_VSOCK does not, and would reach a virtual machine's host. */
const families = [1, 2, 10, 16];

/** Where a jump leads: the next instruction when left out. */
type Label = "allow" | "refuse" | "absent" | "notClone" | "notSocket";
interface Instruction {
  readonly label?: Label | undefined;
  readonly code: number;
  readonly value: number;
  readonly yes?: Label;
  readonly no?: Label;
}

/** The filter for this processor, or undefined where we have none: the sandbox stands without it. */
export function systemCallFilter(architecture: string): Buffer | undefined {
  const machine = machines.get(architecture);
  if (machine === undefined) return undefined;
  return assemble([
    { code: load, value: offsetArchitecture },
    { code: jumpEqual, value: machine.audit, no: "refuse" },
    { code: load, value: offsetNumber },
    { code: jumpAtLeast, value: x32, yes: "absent" },
    // Its flags lie in memory that a filter cannot read; C libraries fall back to clone.
    { code: jumpEqual, value: machine.clone3, yes: "absent" },
    { code: jumpEqual, value: machine.clone, no: "notClone" },
    { code: load, value: offsetArgument },
    { code: jumpAnyBit, value: newUserNamespace, yes: "refuse", no: "allow" },
    { label: "notClone", code: jumpEqual, value: machine.socket, no: "notSocket" },
    { code: load, value: offsetArgument },
    ...families.map((value): Instruction => ({ code: jumpEqual, value, yes: "allow" })),
    { code: answer, value: familyNotSupported },
    ...machine.refused.map(
      (value, index): Instruction => ({
        label: index === 0 ? "notSocket" : undefined,
        code: jumpEqual,
        value,
        yes: "refuse",
      }),
    ),
    { label: "allow", code: answer, value: allow },
    { label: "refuse", code: answer, value: notPermitted },
    { label: "absent", code: answer, value: notImplemented },
  ]);
}

/** struct sock_filter, little-endian: code, how far to jump when true and when false, value. */
function assemble(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, { code, value, yes, no }] of program.entries()) {
    const distance = (label: Label | undefined): number =>
      label === undefined ? 0 : program.findIndex((one) => one.label === label) - index - 1;
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(distance(yes), index * 8 + 2);
    bytes.writeUInt8(distance(no), index * 8 + 3);
    bytes.writeUInt32LE(value, index * 8 + 4);
  }
  return bytes;
}
