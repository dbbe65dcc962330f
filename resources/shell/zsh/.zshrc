# Reads the person's .zshrc, then marks each prompt and command with OSC 633 (see integration.bash).
__airlock_zdotdir=$ZDOTDIR
ZDOTDIR=${USER_ZDOTDIR:-$HOME}
[[ ${HISTFILE-} == $__airlock_zdotdir/* ]] && HISTFILE=$ZDOTDIR/.zsh_history
unset USER_ZDOTDIR __airlock_zdotdir
[[ -r $ZDOTDIR/.zshrc ]] && . "$ZDOTDIR/.zshrc"
[[ $ZDOTDIR == $HOME ]] && unset ZDOTDIR

if [[ -o interactive && -z ${__airlock_active-} ]]; then
  typeset -g __airlock_active=1 __airlock_ran=0

  __airlock_mark() { builtin printf '\e]633;%s\a' "$1" }

  # A backslash, a semicolon and control characters would end the mark or begin another.
  __airlock_escape() {
    emulate -L zsh
    local text=$1 escaped= character
    text=${text//\\/\\\\}
    text=${text//;/\\x3b}
    if [[ $text == *[[:cntrl:]]* ]]; then
      for character in ${(s::)text}; do
        [[ $character == [[:cntrl:]] ]] && builtin printf -v character '\\x%02x' "'$character"
        escaped+=$character
      done
      text=$escaped
    fi
    builtin printf '%s' "$text"
  }

  __airlock_before_command() {
    # A command that begins with a space is to be forgotten where the person said so.
    if [[ ! ( -o histignorespace && $1 == ' '* ) ]]; then
      __airlock_mark "E;$(__airlock_escape "$1")"
    fi
    __airlock_mark C
    __airlock_ran=1
  }

  __airlock_prompt() {
    local ended=$?
    if [[ $__airlock_ran == 1 ]]; then
      __airlock_mark "D;$ended"
      __airlock_ran=0
    fi
    __airlock_mark "P;Cwd=$(__airlock_escape "$PWD")"
    if [[ $PS1 != *'633;A'* ]]; then
      PS1=$'%{\e]633;A\a%}'$PS1$'%{\e]633;B\a%}'
    fi
    return $ended
  }

  autoload -Uz add-zsh-hook
  add-zsh-hook preexec __airlock_before_command
  # First, because it needs the status of the command and not that of another hook.
  precmd_functions=(__airlock_prompt ${precmd_functions:#__airlock_prompt})
fi
