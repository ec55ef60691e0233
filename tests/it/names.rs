//! Names: given, taken, freed.

use futures::StreamExt;
use rehearsal::trace::Kind;
use rehearsal::{Context, Error, Pid, Sim};

use crate::support::{HOST, scene, solo, tell, told, what};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Holds the name `taken` until a message comes.
async fn holder(ctx: Context) -> Result<(), Error> {
    ctx.register("taken")?;
    ctx.inbox().receive().await;
    Ok(())
}

#[test]
fn a_name_is_registered_again_for_the_same_process_without_harm() {
    let mut sim = solo(|ctx| async move {
        ctx.register("me").unwrap();
        ctx.register("me").unwrap();
        ctx.register_for("me", ctx.pid()).unwrap();
        ctx.register("also me").unwrap();
        assert_eq!(ctx.lookup("me").unwrap(), ctx.lookup("also me").unwrap());
    });
    assert_eq!(
        scene(sim.kernel(), &[Kind::Register]),
        ["solo#1 register me", "solo#1 register also me"]
    );
}

#[test]
fn a_name_that_another_process_holds_is_taken() {
    let mut sim = Sim::new();
    sim.actor("app:holder", holder);
    sim.actor("app:other", |ctx| async move {
        tell(&ctx, what(ctx.register("taken").unwrap_err()));
        tell(&ctx, what(ctx.register_for("taken", ctx.pid()).unwrap_err()));
        tell(&ctx, ctx.lookup("taken").unwrap());
    });
    let holder = sim.spawn("app:holder", []);
    sim.spawn("app:other", []);
    sim.run();
    let message = format!(r#"AlreadyExists: name "taken" is held by {holder}"#);
    assert_eq!(told(&sim), [message.clone(), message, holder.to_string()]);
}

#[test]
fn a_name_is_registered_for_another_process_by_pid_or_by_name() {
    let mut sim = Sim::new();
    sim.actor("app:holder", holder);
    sim.actor("app:other", |ctx| async move {
        let pid = ctx.lookup("taken")?;
        ctx.register_for("by pid", &pid)?;
        ctx.register_for("by name", "taken")?;
        tell(&ctx, what(ctx.register_for("dead", Pid::new(HOST, 99)).unwrap_err()));
        ctx.send("by name", "end", 1)?;
        Ok::<_, Error>(())
    });
    sim.spawn("app:holder", []);
    sim.spawn("app:other", []);
    sim.step(2);
    sim.run();
    assert_eq!(told(&sim), ["NotFound: process not found: {app:processes|0x00063}"]);
    assert_eq!(
        scene(sim.kernel(), &[Kind::Register, Kind::Unregister]),
        [
            "holder#1 register taken",
            "holder#1 register by pid",
            "holder#1 register by name",
            "holder#1 unregister taken",
            "holder#1 unregister by pid",
            "holder#1 unregister by name",
        ]
    );
}

#[test]
fn a_name_is_freed_when_its_owner_exits() {
    let mut sim = Sim::new();
    sim.actor("app:holder", holder);
    sim.actor("app:heir", |ctx| async move {
        ctx.monitor("taken")?;
        ctx.send("taken", "end", 1)?;
        ctx.events().next().await;
        // By the time the exit is told, the name is free.
        ctx.register("taken")?;
        tell(&ctx, &ctx.lookup("taken")?);
        Ok::<_, Error>(())
    });
    sim.spawn("app:holder", []);
    let heir = sim.spawn("app:heir", []);
    sim.run();
    assert_eq!(told(&sim), [heir.to_string()]);
    assert!(sim.kernel().names().is_empty());
}

#[test]
fn a_name_is_freed_when_its_owner_is_terminated() {
    let mut sim = Sim::new();
    sim.actor("app:holder", holder);
    let holder = sim.spawn("app:holder", []);
    sim.run();
    assert_eq!(sim.kernel().names(), [("taken".into(), holder.number())]);
    sim.kernel().terminate(holder.number()).unwrap();
    sim.run();
    assert!(sim.kernel().names().is_empty());
    assert!(sim.try_send("taken", "late", 1).is_err());
}

#[test]
fn a_freed_name_can_be_given_again() {
    let sim = solo(|ctx| async move {
        ctx.register("once").unwrap();
        assert!(ctx.unregister("once"));
        assert!(!ctx.unregister("once"));
        tell(&ctx, what(ctx.lookup("once").unwrap_err()));
        ctx.register("once").unwrap();
    });
    assert_eq!(told(&sim), [r#"NotFound: no process is registered as "once""#]);
}

#[test]
fn a_name_that_is_empty_or_looks_like_a_pid_is_invalid() {
    let sim = solo(|ctx| async move {
        for name in ["", "{app:processes|0x00001}", "{"] {
            tell(&ctx, what(ctx.register(name).unwrap_err()));
        }
    });
    let why = "cannot be a name: it is empty or looks like a pid";
    assert_eq!(
        told(&sim),
        ["", "{app:processes|0x00001}", "{"].map(|name| format!("Invalid: {name:?} {why}"))
    );
}

#[test]
fn a_name_moved_to_another_process_leads_messages_there() {
    let mut sim = Sim::new();
    sim.actor("app:receiver", |ctx| async move {
        ctx.inbox().receive().await;
        tell(&ctx, ctx.pid());
    });
    sim.actor("app:mover", |ctx| async move {
        let first = ctx.process("app:receiver", HOST).with_name("service").spawn()?;
        let second = ctx.process("app:receiver", HOST).spawn()?;
        ctx.send("service", "hello", 1)?;
        ctx.unregister("service");
        ctx.register_for("service", &second)?;
        ctx.send("service", "hello", 2)?;
        assert_ne!(first, second);
        Ok::<_, Error>(())
    });
    sim.spawn("app:mover", []);
    sim.run();
    assert_eq!(told(&sim), ["{app:processes|0x00002}", "{app:processes|0x00003}"]);
}
