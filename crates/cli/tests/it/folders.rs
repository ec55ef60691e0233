//! Which files of a folder belong to the project.

use crate::support::Project;

const OTHER: &str = "namespace: other\nname: x\nkind: process.lau\n";

#[test]
fn hidden_folders_and_those_of_builds_are_passed_over() {
    let project =
        Project::of(&[("_index.yaml", "namespace: app\nname: cli\nkind: registry.entry\n")]);
    for folder in [".git", ".wippy", "node_modules/x", "target/debug", "deep/.cache"] {
        project.write(&format!("{folder}/_index.yaml"), OTHER);
    }
    assert_eq!(project.run(&["list"]).code, Some(0));
    project.write("targets/_index.yaml", OTHER);
    assert_eq!(project.run(&["list"]).code, Some(1), "this one is read");
}

#[test]
fn a_file_that_is_too_large_is_told_of_and_not_read() {
    let project = Project::main("return 0");
    project.write("src/large.json", &" ".repeat(5 << 20));
    let done = project.run(&["-x", "app:cli"]);
    assert_eq!(done.code, Some(0));
    assert_eq!(done.errors, "note: src/large.json: is larger than 4 MiB, so it is not read\n");
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_inside_the_project_and_not_out_of_it() {
    use std::os::unix::fs::symlink;

    let outside = Project::of(&[("_index.yaml", OTHER)]);
    let project = Project::main("return 4");
    let link = |to: &std::path::Path, at: &str| symlink(to, project.path().join(at)).unwrap();
    link(&outside.path(), "src/away");
    link(&outside.path().join("_index.yaml"), "src/away.yaml");
    link(&project.path(), "src/around");
    link(&project.path().join("gone.lua"), "src/gone.lua");
    std::fs::rename(project.path().join("src/cli.lua"), project.path().join("cli.lua")).unwrap();
    link(&project.path().join("cli.lua"), "src/cli.lua");

    let done = project.run(&["-x", "app:cli"]);
    assert_eq!(done.code, Some(4), "{done:?}");
    let mut notes: Vec<&str> = done.errors.lines().collect();
    notes.sort_unstable();
    assert_eq!(
        notes,
        [
            "note: src/around: is a link that leads nowhere, so it is not read",
            "note: src/away.yaml: is a link that leads out of the project, so it is not read",
            "note: src/away: is a link that leads out of the project, so it is not read",
            "note: src/gone.lua: is a link that leads nowhere, so it is not read",
        ]
    );
}
