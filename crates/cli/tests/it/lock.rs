//! `rehearsal init`.

use std::fs;

use crate::support::{Project, run_in};

#[test]
fn init_writes_a_lock_that_run_reads() {
    // Below `src` there is nothing, so only the lock leads to the definitions.
    let project = Project::main("return 6");
    fs::rename(project.path().join("src"), project.path().join("lib")).unwrap();
    project.write("wrong/_index.yaml", "namespace: app\nname: cli\nkind: process.lau\n");
    assert_eq!(project.run(&["-x", "app:cli"]).code, Some(1));

    let done = run_in(&project.path(), &["init", "-d", "./lib"], "");
    assert_eq!((done.code, &*done.errors), (Some(0), ""));
    let lock = fs::read_to_string(project.path().join("wippy.lock")).unwrap();
    assert_eq!(lock, "directories:\n    modules: .wippy\n    src: ./lib\n");
    assert_eq!(project.run(&["-x", "app:cli"]).code, Some(6));
}

#[test]
fn init_again_keeps_the_modules_and_resets_the_directories() {
    let project = Project::of(&[(
        "other.lock",
        "directories:\n  src: lib\nmodules:\n  - name: a/b\n    version: 1.2.3\n",
    )]);
    let words = ["init", "--modules-dir", "their code", "--lock-file", "other.lock"];
    let done = run_in(&project.path(), &words, "");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(
        fs::read_to_string(project.path().join("other.lock")).unwrap(),
        "directories:\n    modules: \"their code\"\n    src: ./src\n\
         modules:\n  - name: a/b\n    version: 1.2.3\n"
    );
    assert!(done.output.contains("there is no folder ./src yet"), "{}", done.output);
}

#[cfg(unix)]
#[test]
fn a_new_lock_is_its_owners_only() {
    use std::os::unix::fs::PermissionsExt;

    let project = Project::of(&[]);
    run_in(&project.path(), &["init"], "");
    let mode = fs::metadata(project.path().join("wippy.lock")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
