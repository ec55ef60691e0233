//! The configuration: `.wippy.yaml`, `--config` and `--set`; and what of Wippy's command line does nothing here.

use crate::support::{Project, run};

const BODY: &str = "local logger = require('logger')
    logger:debug('quiet')
    logger:named('props'):warn('a \"mask\"', { act = 2 })
    logger:error('loud')";

#[test]
fn log_lines_can_be_json_objects_on_either_output() {
    let project = Project::main(BODY);
    let words = ["-x", "app:cli", "--set", "logger.encoding=json"];
    let plain = project.run(&[&words[..], &["-v"]].concat());
    let console = project.run(&[&words[..], &["-c"]].concat());
    assert_eq!((&*plain.output, &*console.errors), ("", ""));
    for text in [&plain.errors, &console.output] {
        let line = text.lines().find(|line| line.contains("mask")).unwrap();
        let (head, rest) = line.split_once("\"ts\":\"").unwrap();
        let (date, rest) = rest.split_once('"').unwrap();
        let shape: String =
            date.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        assert_eq!(head, "{\"level\":\"warn\",");
        assert_eq!(shape.replace('-', "+"), "0000+00+00T00:00:00.000+0000");
        assert_eq!(
            rest,
            ",\"logger\":\"props\",\"msg\":\"a \\\"mask\\\"\",\
             \"pid\":\"{app:terminal|0x00001}\",\"location\":\"app:cli:4\",\"act\":2}"
        );
        assert!(text.lines().all(|line| line.starts_with('{') && line.ends_with('}')), "{text}");
    }
}

#[test]
fn the_least_level_can_be_set_and_v_goes_before_it() {
    let project = Project::main(BODY);
    let shown = |words: &[&str]| {
        let done = project.run(&[&["-x", "app:cli"], words].concat());
        let all = done.output + &done.errors;
        ["quiet", "mask", "loud"].map(|word| all.contains(word))
    };
    assert_eq!(shown(&["-c"]), [false, true, true]);
    assert_eq!(shown(&["-c", "--set", "logger.level=error"]), [false, false, true]);
    assert_eq!(shown(&["-c", "--set", "logger.level=debug"]), [true, true, true]);
    assert_eq!(shown(&["-c", "--set", "logmanager.min_level=2"]), [false, false, true]);
    assert_eq!(shown(&["-v", "--set", "logger.level=error"]), [true, true, true]);
}

#[test]
fn the_file_beside_the_lock_is_read_and_files_that_are_named_are_read_instead() {
    let project = Project::main(BODY);
    project.write(".wippy.yaml", "logger: { encoding: json, level: error }\n");
    project.write("one.yaml", "logger: { level: error }\n");
    project.write("other.yaml", "logger: { level: debug }\n");
    let lines = |words: &[&str]| project.run(&[&["-x", "app:cli", "-c"], words].concat()).output;
    assert!(lines(&[]).starts_with("{\"level\":\"error\","));
    assert_eq!(lines(&["--config", "one.yaml"]).matches("mask").count(), 0);
    let both = lines(&["--config", "one.yaml", "--config", "other.yaml"]);
    assert!(both.contains("quiet") && !both.contains("{\"level\""), "{both}");
    assert!(lines(&["--set", "logger.level=warn"]).contains("mask"));
}

#[test]
fn a_file_may_override_entries_and_o_goes_before_it() {
    let project = Project::main("return 1");
    project.write("src/two.lua", "return function() return 2 end");
    project.write("src/three.lua", "return function() return 3 end");
    project.write(".wippy.yaml", "override: { 'app:cli:source': 'file://two.lua' }\n");
    assert_eq!(project.run(&["-x", "app:cli"]).code, Some(2));
    let words = ["-x", "app:cli", "-o", "app:cli:source=file://three.lua"];
    assert_eq!(project.run(&words).code, Some(3));
    project.write(".wippy.yaml", "\noverride:\n  app:cli:sorce: x\n");
    let errors = project.run(&["-x", "app:cli"]).errors;
    let expected = ".wippy.yaml:3: entry app:cli: field \"sorce\": is no field of process.lua; did you mean \"source\"?";
    assert!(errors.starts_with(expected), "{errors}");
}

#[test]
fn services_have_the_time_to_stop_that_the_configuration_says() {
    let service = "  - name: server
    kind: process.lua
    source: return function() process.events():receive() require('time').sleep('20s') end
    modules: [time]
  - name: server.service
    kind: process.service
    process: app:server
    host: app:processes
    lifecycle: { auto_start: true, stop_timeout: 100s }
";
    let project = Project::main_with(service, "");
    let late = "services did not stop in time";
    let words = ["-x", "app:cli", "-v", "--set", "shutdown.timeout=5s"];
    assert!(!project.run(&words[..3]).errors.contains(late));
    assert!(project.run(&words).errors.contains(late));
}

#[test]
fn a_key_that_nobody_knows_is_named_with_the_nearest_one() {
    let project = Project::main("return 0");
    let first = |words: &[&str]| {
        let done = project.run(&[&["-x", "app:cli"], words].concat());
        (done.code, done.errors.lines().next().unwrap_or_default().to_owned())
    };
    for (setting, expected) in [
        (
            "loger.level=warn",
            "field \"loger\": is no field of the configuration; did you mean \"logger\"?",
        ),
        (
            "logger.levle=warn",
            "field \"logger.levle\": is no field of logger; did you mean \"level\"?",
        ),
        (
            "logger.level=warm",
            "field \"logger.level\": should be one of debug, info, warn, error, is \"warm\"; did you mean \"warn\"?",
        ),
        ("logger.level", "\"logger.level\" is no setting: one looks like logger.level=warn"),
        ("cluster.enabled=true", "field \"cluster\": is of Wippy, and has no effect here"),
    ] {
        let expected = format!("--set {setting}: {expected}");
        assert_eq!(first(&["--set", setting]), (Some(1), expected));
    }
    // In a file, which others may read as well, it stops nothing.
    project.write(".wippy.yaml", "logger:\n  encodng: json\ncluster: { enabled: true }\n");
    let done = project.run(&["-x", "app:cli"]);
    assert_eq!(done.code, Some(0));
    assert_eq!(
        done.errors,
        "note: .wippy.yaml:2: field \"logger.encodng\": is no field of logger; did you mean \"encoding\"?\n\
         note: .wippy.yaml:3: field \"cluster\": is of Wippy, and has no effect here\n"
    );
    assert_eq!(project.run(&["-x", "app:cli", "-s"]).errors, "");
}

#[test]
fn a_configuration_that_cannot_be_read_is_an_error() {
    let project = Project::main("return 0");
    let errors = project.run(&["-x", "app:cli", "--config", "no.yaml"]).errors;
    assert!(errors.starts_with("Error: no.yaml: "), "{errors}");
    project.write(".wippy.yaml", "a: b: c");
    let errors = project.run(&["-x", "app:cli"]).errors;
    assert!(errors.starts_with(".wippy.yaml:1: is no YAML: "), "{errors}");
}

#[test]
fn the_memory_of_a_run_has_the_limit_that_is_asked_for() {
    let project = Project::main(
        "local pid = process.pid()
         for _ = 1, 1000 do
             local sent, err = process.send(pid, 'x', string.rep('x', 10000))
             if not sent then return 7 end
         end",
    );
    assert_eq!(project.run(&["-x", "app:cli"]).code, Some(0));
    assert_eq!(project.run(&["-x", "app:cli", "-m", "4M"]).code, Some(7));
    let errors = project.run(&["-x", "app:cli", "--memory-limit", "4T"]).errors;
    assert!(errors.contains("such as 65536, 64M or 1G"), "{errors}");
}

#[test]
fn what_does_nothing_here_is_refused_with_what_does() {
    let errors = |flag| {
        let done = run(&["run", "examples/echo", flag]);
        assert_eq!(done.code, Some(1));
        done.errors
    };
    assert!(errors("-e").contains("--set logger.encoding=json"));
    assert!(errors("--event-streams").contains("there is none here"));
    assert!(errors("-p").contains("statistics of the page"));
}
