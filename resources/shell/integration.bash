# Airlock starts bash with this in place of ~/.bashrc. It reads the person's own file first, then marks each prompt and
# command with OSC 633, so that the workbench knows where a command begins, ends, and how it ended:
#   A prompt begins   B prompt ends   E the command's text   C its output begins   D;N it ended with status N

[ -r /etc/bash.bashrc ] && . /etc/bash.bashrc
[ -r ~/.bashrc ] && . ~/.bashrc

# Nothing is marked twice, nor where nobody looks.
if [[ $- == *i* && -z ${__airlock_active-} ]]; then
  __airlock_active=1
  __airlock_ran=0
  __airlock_history=
  __airlock_users_prompt_command=("${PROMPT_COMMAND[@]}")

  __airlock_mark() { builtin printf '\e]633;%s\a' "$1"; }

  # A backslash, a semicolon and control characters would end the mark or begin another.
  __airlock_escape() {
    local LC_ALL=C text=$1 escaped= character
    local -i index
    text=${text//\\/\\\\}
    text=${text//;/\\x3b}
    if [[ $text == *[[:cntrl:]]* ]]; then
      for ((index = 0; index < ${#text}; index++)); do
        character=${text:index:1}
        [[ $character == [[:cntrl:]] ]] && builtin printf -v character '\\x%02x' "'$character"
        escaped+=$character
      done
      text=$escaped
    fi
    builtin printf '%s' "$text"
  }

  # Runs in a subshell when a command was read. What history was told not to keep is not told here either.
  __airlock_before_command() {
    local entry number
    entry=$(HISTTIMEFORMAT= builtin history 1)
    number=${entry#"${entry%%[![:space:]]*}"}
    number=${number%%[!0-9]*}
    if [[ $number != "$__airlock_history" ]]; then
      entry=${entry#*"$number"}
      entry=${entry#[* ]}
      __airlock_mark "E;$(__airlock_escape "${entry# }")"
    fi
    __airlock_mark C
  }

  __airlock_set_status() { return "$1"; }

  __airlock_prompt() {
    local status=$? command
    if [[ $__airlock_ran == 1 ]]; then
      __airlock_mark "D;$status"
      __airlock_ran=0
    fi
    __airlock_mark "P;Cwd=$(__airlock_escape "$PWD")"
    for command in "${__airlock_users_prompt_command[@]}"; do
      __airlock_set_status "$status"
      builtin eval "$command"
    done
    # The person's prompt command may have made a new prompt, so the marks are put around it each time.
    if [[ $PS1 != *'633;A'* ]]; then
      PS1='\[\e]633;A\a\]'"$PS1"'\[\e]633;B\a\]'
    fi
    __airlock_history=$(HISTTIMEFORMAT= builtin history 1)
    __airlock_history=${__airlock_history#"${__airlock_history%%[![:space:]]*}"}
    __airlock_history=${__airlock_history%%[!0-9]*}
    return "$status"
  }

  unset PROMPT_COMMAND
  PROMPT_COMMAND=__airlock_prompt
  # The subscript is worked out in this shell, the substitution in a subshell: so a command that ran is remembered.
  PS0=${PS0-}'$(__airlock_before_command)${__airlock_nothing[$((__airlock_ran = 1))]-}'
fi
