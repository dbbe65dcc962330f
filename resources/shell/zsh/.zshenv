# Airlock points ZDOTDIR here; the person's own files are read from where they are.
if [[ -n $USER_ZDOTDIR && -r $USER_ZDOTDIR/.zshenv ]]; then
  __airlock_zdotdir=$ZDOTDIR
  ZDOTDIR=$USER_ZDOTDIR
  . "$USER_ZDOTDIR/.zshenv"
  # A .zshenv may move ZDOTDIR itself.
  USER_ZDOTDIR=$ZDOTDIR
  ZDOTDIR=$__airlock_zdotdir
  unset __airlock_zdotdir
fi
