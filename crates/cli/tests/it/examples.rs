//! The examples with models, as they lie in the repository.

use crate::support::{Done, hash, repository, run_in};

/// Runs one of a project's processes at the terminal, with these lines.
fn play(project: &str, process: &[&str], lines: &str) -> Done {
    let folder = format!("examples/{project}");
    let words = ["run", &folder, "-s", "--speed", "max", "--seed", "7", "--hash", "-x"];
    let done = run_in(&repository(), &[&words, process].concat(), lines);
    assert_eq!(done.code, Some(0), "{done:?}");
    done
}

#[test]
fn five_users_see_each_other_and_the_same_seed_moves_them_the_same_way() {
    let watch = || play("live-cursors", &["app:presence", "3"], "");
    let done = watch();
    let lines: Vec<_> = done.output.lines().collect();
    assert_eq!(lines.len(), 3, "{done:?}");
    for line in lines {
        let names: Vec<_> = line.split_once("here: ").unwrap().1.split(" · ").collect();
        let begins = |(name, wanted): (&&str, &str)| name.starts_with(wanted);
        let users = ["ada ", "boris ", "chul ", "dora ", "emil "];
        assert!(line.starts_with("5 here") && names.iter().zip(users).all(begins), "{line}");
    }
    let again = watch();
    assert_eq!((&again.output, hash(&again)), (&done.output, hash(&done)));
}

#[test]
fn a_session_is_missed_once_and_then_hit() {
    let done = play("session-cache", &["app:cli"], "session ada\nsession ada\nexit\n");
    let (_, dialogue) = done.output.split_once("twice.\n\n").unwrap();
    assert_eq!(
        dialogue,
        ">   ada may read, write, publish (not in the cache: loaded, 1500 ms)\n\
         >   ada may read, write, publish (from the cache, 0 ms)\n\
         > Goodbye!\n"
    );
}

#[test]
fn a_wrong_setting_is_refused_with_its_place() {
    let done = play("app-settings", &["app:cli"], "set notifications maybe\nexit\n");
    let (_, dialogue) = done.output.split_once("maybe.\n\n").unwrap();
    assert_eq!(
        dialogue,
        "north>   refused: the value is no UserPreferences\n    \
         /notifications: expected true or false (bool), found the text \"maybe\"\n\
         north> Goodbye!\n"
    );
}
