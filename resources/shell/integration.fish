# Marks each prompt and command with OSC 633 (see integration.bash).
if status is-interactive; and not set --query __airlock_active
    set --global __airlock_active 1

    function __airlock_mark
        printf '\e]633;%s\a' $argv[1]
    end

    # A backslash, a semicolon and control characters would end the mark or begin another.
    function __airlock_escape
        set --local text (string join \n -- $argv | string replace --all '\\' '\\\\' | string replace --all ';' '\\x3b' | string replace --all \e '\\x1b' | string replace --all \a '\\x07')
        string join '\\x0a' -- $text
    end

    function __airlock_before_command --on-event fish_preexec
        string match --quiet ' *' -- $argv[1]; or __airlock_mark "E;"(__airlock_escape $argv[1])
        __airlock_mark C
    end

    function __airlock_after_command --on-event fish_postexec
        __airlock_mark "D;$status"
    end

    function __airlock_wrap_prompt --on-event fish_prompt
        functions --query __airlock_users_prompt; and return
        functions --copy fish_prompt __airlock_users_prompt
        function fish_prompt
            set --local ended $status
            __airlock_mark A
            __airlock_mark "P;Cwd="(__airlock_escape $PWD)
            __airlock_return $ended
            __airlock_users_prompt
            __airlock_mark B
        end
    end

    function __airlock_return
        return $argv[1]
    end
end
