//! How processes come to life, what happens inside them, and how they end.

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;

use futures::StreamExt;
use rehearsal::stage::Input;
use rehearsal::trace::Kind;
use rehearsal::{Context, Error, ErrorKind, EventKind, Exit, Pid, Sim, Value};

use crate::support::{HOST, plain, scene, solo, tell, told, what};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

async fn failing(_: Context) -> Result<(), Error> {
    Err(Error::internal("broken"))
}

async fn waiting(ctx: Context) {
    ctx.inbox().receive().await;
}

/// A run with a few children to spawn, in which `parent` is the first process.
fn family<F, Fut>(parent: F) -> (Sim, Pid)
where
    F: Fn(Context) -> Fut + 'static,
    Fut: Future<Output = Result<(), Error>> + 'static,
{
    let mut sim = Sim::new();
    sim.actor("app:failing", failing);
    sim.actor("app:waiting", waiting);
    sim.actor("app:answer", |ctx| async move { ctx.arg(0) });
    sim.actor("app:parent", parent);
    let pid = sim.spawn("app:parent", []);
    sim.run();
    (sim, pid)
}

fn returned(value: impl Into<Value>) -> Option<Exit> {
    Some(Exit::Returned(value.into()))
}

#[test]
fn a_lone_process_is_number_one_and_numbers_never_repeat() {
    let mut sim = Sim::new();
    sim.actor("app:brief", |_| async {});
    for number in 1..=300 {
        assert_eq!(sim.spawn("app:brief", []), Pid::new(HOST, number));
        sim.run();
    }
}

#[test]
fn a_process_knows_who_it_is_and_what_it_was_spawned_with() {
    let mut sim = Sim::new();
    sim.actor("app:self", |ctx| async move {
        tell(&ctx, ctx.pid());
        tell(&ctx, ctx.entry().to_string());
        tell(&ctx, Value::list([ctx.arg(0), ctx.arg(1), ctx.arg(2), ctx.args().len().into()]));
    });
    sim.spawn("app:self", ["one".into(), 2.into()]);
    sim.run();
    assert_eq!(told(&sim), ["{app:processes|0x00001}", "app:self", r#"["one",2,null,2]"#]);
}

#[test]
fn a_spawned_process_starts_in_its_own_turn() {
    let (mut sim, _) = family(|ctx| async move {
        ctx.process("app:answer", HOST).spawn()?;
        tell(&ctx, "spawned");
        Ok(())
    });
    assert_eq!(
        scene(sim.kernel(), &[Kind::Spawn, Kind::Start, Kind::Send, Kind::Exit]),
        [
            "outside spawn app:parent → parent#1",
            "parent#1 start",
            "parent#1 spawn app:answer → answer#2",
            r#"parent#1 send told → outside "spawned""#,
            "parent#1 exit returned",
            "answer#2 start",
            "answer#2 exit returned",
        ]
    );
}

#[test]
fn who_just_spawns_hears_nothing_of_the_end() {
    let (sim, parent) = family(|ctx| async move {
        ctx.process("app:failing", HOST).spawn()?;
        let heard = ctx.timeout("1s", ctx.events().next()).await;
        tell(&ctx, what(heard.unwrap_err()));
        Ok(())
    });
    assert_eq!(told(&sim), ["Timeout: no answer within 1s"]);
    assert_eq!(sim.exit(&parent), returned(()));
}

#[test]
fn who_spawns_monitored_is_told_the_result() {
    let (sim, _) = family(|ctx| async move {
        let mut events = ctx.events();
        for (entry, arg) in [("app:answer", 7), ("app:failing", 0)] {
            let child = ctx.process(entry, HOST).arg(arg).spawn_monitored()?;
            let event = events.next().await.unwrap();
            assert_eq!(event.from, child);
            tell(&ctx, &event.kind);
        }
        Ok(())
    });
    assert_eq!(told(&sim), [r#"{"exit":7}"#, r#"{"failed":"broken"}"#]);
}

#[test]
fn who_spawns_linked_fails_with_the_child() {
    let (sim, parent) = family(|ctx| async move {
        ctx.process("app:failing", HOST).spawn_linked()?;
        ctx.sleep("1s").await
    });
    let Some(Exit::Failed(error)) = sim.exit(&parent) else { panic!("{}", sim.story()) };
    assert_eq!(error.message, "linked process failed");
    let details = error.details.unwrap();
    assert_eq!(details.get("message"), &Value::from("broken"));
}

#[test]
fn one_who_gives_up_on_a_line_leaves_it_to_the_other_who_waits_for_one() {
    let mut sim = Sim::new();
    sim.actor("app:reader", |ctx: Context| async move {
        let terminal = ctx.terminal()?;
        let (reader, lines) = (ctx.terminal()?, ctx.channel::<rehearsal::Str>(1));
        let sink = lines.clone();
        ctx.spawn(async move {
            if let Some(line) = reader.read_line().await {
                sink.send(line).await.ok();
            }
        });
        ctx.timeout("1s", terminal.read_line()).await.ok();
        terminal.print(lines.receive().await.unwrap_or_default());
        Ok::<(), Error>(())
    });
    let pid = sim.spawn_on("app:reader", "app:terminal", []);
    sim.run_for("2s");
    assert!(sim.kernel().awaits_outside());
    sim.input(&Input::Line { process: pid.number(), text: "late".into() }).unwrap();
    sim.run();
    assert_eq!(sim.terminal(), "late\n", "{}", sim.story());
}

#[test]
fn who_has_ended_is_counted_also_when_nobody_of_its_kind_lives() {
    let mut sim = Sim::new();
    sim.actor("app:brief", |_: Context| async {});
    for _ in 0..300 {
        sim.spawn("app:brief", []);
    }
    sim.run();
    let census = rehearsal::stage::census(sim.kernel());
    let groups: Vec<_> = census.groups.iter().map(|g| (&*g.entry, g.alive, g.ended)).collect();
    assert_eq!(groups, [("app:brief", 0, 300)]);
}

#[test]
fn of_many_of_a_kind_the_busiest_are_shown_and_the_oldest_of_equally_busy_ones() {
    let mut sim = Sim::new();
    sim.actor("app:busy", |ctx: Context| async move {
        let mut inbox = ctx.inbox();
        while inbox.next().await.is_some() {}
    });
    let all: Vec<_> = (0..60).map(|_| sim.spawn("app:busy", [])).collect();
    sim.run();
    for (times, pid) in [(1, &all[59]), (2, &all[50])] {
        for _ in 0..times {
            sim.send(pid, "work", Value::Nil);
        }
    }
    sim.run();
    let shown = rehearsal::stage::census(sim.kernel()).shown;
    let expected = all[..46].iter().chain([&all[50], &all[59]]).map(Pid::number);
    assert_eq!(shown, expected.collect::<Vec<_>>());
}

#[test]
fn along_a_chain_of_links_everybody_is_told_of_the_first_failure() {
    let mut sim = Sim::new();
    sim.actor("app:link", |ctx: Context| async move {
        let left = ctx.arg(0).as_int().unwrap_or(0);
        if left == 0 {
            return Err(Error::internal("broken"));
        }
        ctx.process("app:link", HOST).arg(left - 1).spawn_linked()?;
        ctx.sleep("1h").await
    });
    let first = sim.spawn("app:link", [200.into()]);
    sim.run();
    let Some(Exit::Failed(error)) = sim.exit(&first) else { panic!("{:?}", sim.exit(&first)) };
    assert_eq!(error.message, "linked process failed");
    assert_eq!(error.details.unwrap().to_string(), r#"{"kind":"Internal","message":"broken"}"#);
}

#[test]
fn what_a_process_holds_may_use_its_context_when_the_run_is_dropped() {
    struct Last(Context);
    impl Drop for Last {
        fn drop(&mut self) {
            self.0.log_info("bye", []);
        }
    }
    let mut sim = Sim::new();
    sim.actor("app:holder", |ctx: Context| async move {
        let _last = Last(ctx.clone());
        ctx.sleep("1h").await
    });
    sim.spawn("app:holder", []);
    sim.run_for("1s");
    drop(sim);
}

#[test]
fn a_linked_child_fails_with_its_parent() {
    let (sim, _) = family(|ctx| async move {
        ctx.process("app:waiting", HOST).spawn_linked()?;
        ctx.sleep("1ms").await?;
        Err(Error::internal("the parent broke"))
    });
    assert!(matches!(sim.exit(&Pid::new(HOST, 2)), Some(Exit::Failed(_))), "{}", sim.story());
}

#[test]
fn who_spawns_linked_and_monitored_gets_both_events() {
    let (sim, _) = family(|ctx| async move {
        ctx.trap_links(true);
        ctx.process("app:failing", HOST).spawn_linked_monitored()?;
        let events: Vec<_> = ctx.events().take(2).collect().await;
        let mut names: Vec<_> = events.iter().map(|event| event.kind.name()).collect();
        names.sort_unstable();
        tell(&ctx, names.join(" "));
        Ok(())
    });
    assert_eq!(told(&sim), ["pid.exit pid.link.down"]);
}

#[test]
fn an_unknown_entry_or_host_is_not_found_with_the_nearest_one() {
    let (sim, _) = family(|ctx| async move {
        tell(&ctx, what(ctx.process("app:anser", HOST).spawn().unwrap_err()));
        tell(&ctx, what(ctx.process("app:nothing_like_it", HOST).spawn().unwrap_err()));
        tell(&ctx, what(ctx.process("app:answer", "app:proceses").spawn().unwrap_err()));
        Ok(())
    });
    assert_eq!(
        told(&sim),
        [
            r#"NotFound: no entry "app:anser" that a process can be made of; did you mean "app:answer"?"#,
            r#"NotFound: no entry "app:nothing_like_it" that a process can be made of"#,
            r#"NotFound: host not found: "app:proceses"; did you mean "app:processes"?"#,
        ]
    );
}

#[test]
fn a_process_spawned_with_a_name_has_it_before_its_first_turn() {
    let (sim, _) = family(|ctx| async move {
        let child = ctx.process("app:waiting", HOST).with_name("child").spawn()?;
        assert_eq!(ctx.lookup("child")?, child);
        ctx.send("child", "hello", 1)?;
        Ok(())
    });
    assert_eq!(sim.exit(&Pid::new(HOST, 2)), returned(()));
}

#[test]
fn who_spawns_under_a_held_name_gets_its_holder_and_the_holder_the_messages() {
    let (sim, _) = family(|ctx| async move {
        ctx.register("single")?;
        let spawner = ctx.process("app:waiting", HOST).with_name("single");
        let holder = spawner.with_message("first", 1).with_message("second", 2).spawn()?;
        assert_eq!(holder, ctx.pid());
        let mut inbox = ctx.inbox();
        for _ in 0..2 {
            let message = inbox.receive().await;
            tell(&ctx, format!("{} {}", message.topic, message.payload));
        }
        Ok(())
    });
    assert_eq!(told(&sim), ["first 1", "second 2"]);
    assert_eq!(sim.records(Kind::Spawn).len(), 1);
}

#[test]
fn first_messages_wait_before_all_others_and_have_no_sender() {
    let mut sim = Sim::new();
    sim.actor("app:listener", |ctx| async move {
        let mut inbox = ctx.inbox();
        for _ in 0..3 {
            let message = inbox.receive().await;
            tell(&ctx, format!("{} from {:?}", message.topic, message.from.host().as_str()));
        }
    });
    sim.actor("app:parent", |ctx| async move {
        let spawner = ctx.process("app:listener", HOST).with_message("first", 1);
        let child = spawner.with_message("second", 2).spawn()?;
        ctx.send(&child, "third", 3).map_err(Error::from)
    });
    sim.spawn("app:parent", []);
    sim.run();
    assert_eq!(
        told(&sim),
        [r#"first from """#, r#"second from """#, r#"third from "app:processes""#]
    );
}

#[test]
fn context_values_are_inherited_and_overridden() {
    let mut sim = Sim::new();
    sim.actor("app:grandchild", |ctx| async move {
        let values =
            ["user", "trace", "none"].map(|key| ctx.value(key).map_or_else(what, |v| plain(&v)));
        tell(&ctx, values.join(", "));
    });
    sim.actor("app:child", |ctx| async move {
        let spawner = ctx.process("app:grandchild", HOST).with_context("user", "hers");
        spawner.spawn().map(|_| ())
    });
    sim.actor("app:parent", |ctx| async move {
        let spawner = ctx.process("app:child", HOST).with_context("user", "his");
        spawner.with_context("trace", 7).spawn().map(|_| ())
    });
    sim.spawn("app:parent", []);
    sim.run();
    assert_eq!(told(&sim), [r#"hers, 7, NotFound: no context value is named "none""#]);
}

#[test]
fn exec_waits_and_gives_back_the_result() {
    let (sim, _) = family(|ctx| async move {
        let before = ctx.now();
        tell(&ctx, ctx.process("app:answer", HOST).arg("done").exec().await?);
        assert!(ctx.now() > before);
        Ok(())
    });
    assert_eq!(told(&sim), ["done"]);
    // A watcher takes a number, and the process the next one.
    assert_eq!(sim.exit(&Pid::new(HOST, 3)), returned("done"));
}

#[test]
fn exec_gives_back_the_failure_and_fails_nobody() {
    let (sim, parent) = family(|ctx| async move {
        tell(&ctx, what(ctx.process("app:failing", HOST).exec().await.unwrap_err()));
        tell(&ctx, what(ctx.process("app:none", HOST).exec().await.unwrap_err()));
        Ok(())
    });
    assert_eq!(told(&sim)[0], "Internal: broken");
    assert!(told(&sim)[1].starts_with(r#"NotFound: no entry "app:none""#));
    assert_eq!(sim.exit(&parent), returned(()));
}

#[test]
fn exec_of_a_process_that_is_terminated_is_canceled() {
    let (sim, _) = family(|ctx| async move {
        let killer = ctx.clone();
        ctx.spawn(async move {
            killer.sleep("1ms").await?;
            killer.terminate("victim")
        });
        let victim = ctx.process("app:waiting", HOST).with_name("victim");
        tell(&ctx, what(victim.exec().await.unwrap_err()));
        Ok(())
    });
    assert_eq!(told(&sim), ["Canceled: process terminated"]);
}

#[test]
fn an_exec_that_is_given_up_leaves_its_process_alone() {
    let mut sim = Sim::new();
    sim.actor("app:slow", |ctx| async move { ctx.sleep("1s").await });
    sim.actor("app:parent", |ctx| async move {
        let work = ctx.process("app:slow", HOST).exec();
        tell(&ctx, what(ctx.timeout("1ms", work).await.unwrap_err()));
    });
    sim.spawn("app:parent", []);
    sim.run();
    assert_eq!(told(&sim), ["Timeout: no answer within 1ms"]);
    assert_eq!(sim.exit(&Pid::new(HOST, 3)), returned(()));
}

#[test]
fn a_terminated_process_ends_at_its_next_step() {
    let mut sim = Sim::new();
    sim.actor("app:waiting", waiting);
    let pid = sim.spawn("app:waiting", []);
    sim.run();
    sim.kernel().terminate(pid.number()).unwrap();
    assert_eq!(sim.exit(&pid), None);
    sim.run();
    let Some(Exit::Terminated(error)) = sim.exit(&pid) else { panic!("{}", sim.story()) };
    assert_eq!((error.kind, &*error.message), (ErrorKind::Canceled, "process terminated"));
    assert!(sim.kernel().terminate(pid.number()).is_err());
}

#[test]
fn a_process_terminated_before_its_first_turn_does_nothing() {
    let (sim, _) = family(|ctx| async move {
        let child = ctx.process("app:answer", HOST).spawn_monitored()?;
        ctx.terminate(&child)?;
        tell(&ctx, &ctx.events().next().await.unwrap().kind);
        Ok(())
    });
    assert_eq!(told(&sim), [r#"{"failed":"process terminated"}"#]);
}

#[test]
fn a_process_may_terminate_itself() {
    let (sim, parent) = family(|ctx| async move {
        ctx.terminate(ctx.pid())?;
        tell(&ctx, "it runs until it waits");
        ctx.sleep("1s").await?;
        tell(&ctx, "never");
        Ok(())
    });
    assert_eq!(told(&sim), ["it runs until it waits"]);
    assert!(matches!(sim.exit(&parent), Some(Exit::Terminated(_))));
}

#[test]
fn an_interrupt_and_a_kill_from_the_page_terminate() {
    for input in [Input::Interrupt { process: 1 }, Input::Kill { process: 1 }] {
        let mut sim = Sim::new();
        sim.actor("app:waiting", waiting);
        let pid = sim.spawn("app:waiting", []);
        sim.input(&input).unwrap();
        sim.run();
        assert!(matches!(sim.exit(&pid), Some(Exit::Terminated(_))));
    }
}

#[test]
fn cancel_is_no_more_than_an_event() {
    let mut sim = Sim::new();
    sim.actor("app:polite", |ctx| async move {
        let event = ctx.events().next().await.unwrap();
        let EventKind::Cancel { reason } = event.kind else { panic!("{event:?}") };
        tell(&ctx, format!("canceled by {}: {reason}", event.from));
        ctx.sleep("5s").await?;
        Ok::<_, Error>(Value::from("in my own time"))
    });
    sim.actor("app:deaf", waiting);
    let polite = sim.spawn("app:polite", []);
    let deaf = sim.spawn("app:deaf", []);
    for process in [polite.number(), deaf.number()] {
        sim.input(&Input::Cancel { process, reason: "closing".into() }).unwrap();
    }
    sim.run();
    assert_eq!(told(&sim), ["canceled by {page|0x00000}: closing"]);
    assert_eq!(sim.exit(&polite), returned("in my own time"));
    assert_eq!(sim.exit(&deaf), None);
}

#[test]
fn nobody_and_the_outside_cannot_be_ended() {
    let sim = solo(|ctx| async move {
        tell(&ctx, what(ctx.terminate("nobody").unwrap_err()));
        tell(&ctx, what(ctx.cancel(Pid::new(HOST, 99), "").unwrap_err()));
        tell(&ctx, what(ctx.terminate(Pid::outside()).unwrap_err()));
    });
    assert_eq!(
        told(&sim),
        [
            r#"NotFound: no process is registered as "nobody""#,
            "NotFound: process not found: {app:processes|0x00063}",
            "Invalid: the outside is no process",
        ]
    );
}

#[test]
fn a_coroutine_runs_first_until_it_waits() {
    let sim = solo(|ctx| async move {
        let inner = ctx.clone();
        ctx.spawn(async move {
            tell(&inner, "coroutine begins");
            inner.sleep("1ms").await?;
            tell(&inner, "coroutine goes on");
            Ok::<_, Error>(())
        });
        tell(&ctx, "spawner goes on");
        ctx.sleep("1s").await.unwrap();
        tell(&ctx, "spawner ends");
    });
    assert_eq!(
        told(&sim),
        ["coroutine begins", "spawner goes on", "coroutine goes on", "spawner ends"]
    );
}

#[test]
fn coroutines_share_the_memory_of_their_process_and_spawn_others() {
    let sim = solo(|ctx| async move {
        let count = Rc::new(Cell::new(0));
        let (inner, shared) = (ctx.clone(), Rc::clone(&count));
        ctx.spawn(async move {
            for _ in 0..3 {
                let (ctx, shared) = (inner.clone(), Rc::clone(&shared));
                inner.spawn(async move {
                    ctx.sleep("1ms").await?;
                    shared.set(shared.get() + 1);
                    Ok::<_, Error>(())
                });
            }
        });
        ctx.sleep("2ms").await.unwrap();
        tell(&ctx, count.get());
    });
    assert_eq!(told(&sim), ["3"]);
}

#[test]
fn coroutines_end_with_their_process() {
    let mut sim = solo(|ctx| async move {
        let inner = ctx.clone();
        ctx.spawn(async move {
            inner.sleep("1s").await?;
            tell(&inner, "never");
            Ok::<_, Error>(())
        });
    });
    assert!(told(&sim).is_empty());
    assert_eq!((sim.now().as_nanos(), sim.kernel().timers()), (1_000, 0));
}

#[test]
fn a_failing_coroutine_fails_its_process() {
    let (sim, parent) = family(|ctx| async move {
        let inner = ctx.clone();
        ctx.spawn(async move {
            inner.sleep("1ms").await?;
            Err(Error::internal("in the coroutine"))
        });
        ctx.sleep("1s").await?;
        tell(&ctx, "never");
        Ok(())
    });
    assert!(told(&sim).is_empty());
    assert_eq!(sim.exit(&parent), Some(Exit::Failed(Error::internal("in the coroutine"))));
    assert_eq!(sim.now().as_nanos() / 1_000_000, 1);
}

#[test]
fn a_coroutine_that_fails_at_once_fails_its_process_too() {
    let (sim, parent) = family(|ctx| async move {
        ctx.spawn(async { Err(Error::internal("at once")) });
        ctx.sleep("1s").await
    });
    assert_eq!(sim.exit(&parent), Some(Exit::Failed(Error::internal("at once"))));
}

#[test]
fn who_waits_for_what_can_never_come_is_told_so() {
    let (sim, parent) = family(|ctx| async move {
        ctx.channel::<()>(0).receive().await;
        Ok(())
    });
    let Some(Exit::Failed(error)) = sim.exit(&parent) else { panic!("{}", sim.story()) };
    assert_eq!(error.kind, ErrorKind::Internal);
    assert!(error.message.starts_with("deadlock: "), "{error}");
}

#[test]
fn who_waits_for_a_coroutine_that_waits_for_time_is_in_no_deadlock() {
    let sim = solo(|ctx| async move {
        let channel = ctx.channel(0);
        let (inner, other) = (ctx.clone(), channel.clone());
        ctx.spawn(async move {
            inner.sleep("1s").await?;
            other.send("at last").await.map_err(|error| Error::internal(error.to_string()))
        });
        tell(&ctx, channel.receive().await);
    });
    assert_eq!(told(&sim), ["at last"]);
}

#[test]
fn a_failing_process_takes_nobody_else_down() {
    let mut sim = Sim::new();
    sim.actor("app:failing", failing);
    sim.actor("app:waiting", waiting);
    let bystander = sim.spawn("app:waiting", []);
    let failing = sim.spawn("app:failing", []);
    sim.run();
    assert_eq!(sim.exit(&failing), Some(Exit::Failed(Error::internal("broken"))));
    assert_eq!(sim.exit(&bystander), None);
}

#[test]
fn what_a_process_shows_is_there_to_be_seen_and_the_last_counts() {
    let mut sim = Sim::new();
    sim.actor("app:counter", |ctx| async move {
        ctx.show(1);
        ctx.show(2);
        ctx.inbox().receive().await;
    });
    let pid = sim.spawn("app:counter", []);
    sim.run();
    assert_eq!(sim.process(&pid).unwrap().shown, Some(Value::from(2)));
}

#[test]
fn only_a_process_on_a_terminal_host_has_a_terminal() {
    let mut sim = Sim::new();
    sim.actor("app:reader", |ctx| async move {
        let terminal = ctx.terminal()?;
        while let Some(line) = terminal.read_line().await {
            terminal.print(line.to_uppercase());
        }
        Ok::<_, Error>(())
    });
    let without = sim.spawn("app:reader", []);
    let with = sim.spawn_on("app:reader", "app:terminal", []);
    sim.run();
    let Some(Exit::Failed(error)) = sim.exit(&without) else { panic!("{}", sim.story()) };
    assert_eq!(
        what(error),
        "Unavailable: {app:processes|0x00001} has no terminal: its host is no terminal.host"
    );
    let process = with.number();
    for text in ["one", "два"] {
        sim.input(&Input::Line { process, text: text.into() }).unwrap();
    }
    sim.input(&Input::EndOfInput { process }).unwrap();
    sim.run();
    assert_eq!(sim.terminal(), "ONE\nДВА\n");
    assert_eq!(sim.exit(&with), returned(()));
    assert!(sim.input(&Input::Line { process: 1, text: "late".into() }).is_err());
}
