// A project's files: from a folder, from a ZIP, from a pasted text, and back into a ZIP.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync, strToU8, zipSync } from "fflate";
import { load } from "./load.mjs";

const { readDropped, readFiles, readPasted, readZip, toZip, saveDraft, loadDraft, listDrafts, forgetDraft, ProjectFilesError, LIMITS, t } = await load({
  project: "lib/project/index",
  i18n: "i18n/index",
});

const MANIFEST = "version: \"1.0\"\nnamespace: app\nentries: []\n";

/** A ZIP of texts or bytes by path. */
function zip(files, options) {
  return zipSync(Object.fromEntries(Object.entries(files).map(([path, content]) => [path, typeof content === "string" ? strToU8(content) : content])), options);
}

/** A chosen file; `path` as a folder's input gives it. */
function file(path, content = "") {
  const one = new File([content], path.slice(path.lastIndexOf("/") + 1));
  return Object.defineProperty(one, "webkitRelativePath", { value: path.includes("/") ? path : "" });
}

/** What a drop carries: a tree of folders (objects) and files (texts), in pieces as a browser gives them. */
function dropped(tree, pieces = 2) {
  const entry = (name, content, parent = "") => {
    const fullPath = `${parent}/${name}`;
    if (typeof content !== "object") return { isFile: true, isDirectory: false, name, fullPath, file: (done) => done(new File([content], name)) };
    const children = Object.entries(content).map(([child, inner]) => entry(child, inner, fullPath));
    const readEntries = (done) => done(children.splice(0, pieces));
    return { isFile: false, isDirectory: true, name, fullPath, createReader: () => ({ readEntries }) };
  };
  const entries = Object.entries(tree).map(([name, content]) => entry(name, content));
  return {
    items: entries.map((one) => ({ kind: "file", webkitGetAsEntry: () => one })),
    files: entries.map(({ name }) => new File([], name)),
    getData: () => "",
  };
}

/** The fault of a reading that must fail; the catalogue must have a sentence for it. */
async function fault(reading) {
  try {
    await (typeof reading === "function" ? reading() : reading);
  } catch (error) {
    assert.ok(error instanceof ProjectFilesError, String(error));
    const sentence = t(error.key, error.params);
    assert.notEqual(sentence, error.key);
    assert.doesNotMatch(sentence, /\{\w+\}/, "every placeholder is filled");
    return { fault: error.fault, ...error.params };
  }
  assert.fail("it was read");
}

/** Writes `value` over the field of so many bytes at `offset` of each record that begins with `signature`. */
function patched(bytes, signature, offset, value, length) {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 4 <= copy.length; at += 1) {
    if (view.getUint32(at, true) !== signature) continue;
    if (length === 2) view.setUint16(at + offset, value, true);
    else view.setUint32(at + offset, value, true);
  }
  return copy;
}
const CENTRAL = 0x02014b50;

// Folders and files.

test("a_dropped_folder_is_read_to_its_last_file_and_gives_its_name", async () => {
  const many = Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`w${n}.lua`, `return ${n}`]));
  const project = await readDropped(dropped({ echo: { "wippy.lock": "", src: { "_index.yaml": MANIFEST, workers: many } } }));
  assert.equal(project.name, "echo");
  assert.deepEqual(Object.keys(project.files).length, 9);
  assert.equal(project.files["src/workers/w6.lua"], "return 6");
});

test("hidden_files_and_what_tools_made_are_not_even_opened", async () => {
  const project = await readFiles([
    file("p/_index.yaml", MANIFEST), file("p/.git/config.txt", "x"), file("p/.DS_Store", "x"), file("p/__MACOSX/a.lua", "x"),
    file("p/node_modules/a/a.json", "{}"), file("p/target/a.txt", "x"), file("p/a.lua", "return 1"),
  ]);
  assert.deepEqual(Object.keys(project.files), ["_index.yaml", "a.lua"]);
  assert.equal(project.leftOut, 0);
  const hidden = { isFile: false, isDirectory: true, name: ".git", fullPath: "/p/.git", createReader: () => assert.fail("opened") };
  const drop = dropped({ p: { "_index.yaml": MANIFEST } });
  drop.items.push({ kind: "file", webkitGetAsEntry: () => hidden });
  assert.deepEqual(Object.keys((await readDropped(drop)).files), ["_index.yaml"]);
});

test("files_that_are_no_text_are_left_out_and_counted", async () => {
  const project = await readFiles([
    file("p/_index.yaml", MANIFEST), file("p/logo.png", "PNG"), file("p/broken.lua", Uint8Array.of(0x61, 0xff, 0xfe)), file("p/zero.txt", "a\0b"), file("p/LICENSE", "MIT"),
  ]);
  assert.deepEqual(Object.keys(project.files), ["_index.yaml", "LICENSE"]);
  assert.equal(project.leftOut, 3);
});

test("a_byte_order_mark_goes_and_line_ends_stay", async () => {
  const utf16 = Buffer.from("\ufeffreturn 'я'\r\n", "utf16le");
  const { files } = await readFiles([file("p/_index.yaml", `\ufeff${MANIFEST}`), file("p/a.lua", "return 1\r\n"), file("p/b.lua", utf16)]);
  assert.deepEqual(files, { "_index.yaml": MANIFEST, "a.lua": "return 1\r\n", "b.lua": "return 'я'\r\n" });
});

test("folders_around_all_files_fall_away_but_not_src", async () => {
  const { name, files } = await readFiles([file("repo-main/echo/src/_index.yaml", MANIFEST), file("repo-main/echo/src/a.lua", "")]);
  assert.equal(name, "echo");
  assert.deepEqual(Object.keys(files), ["src/_index.yaml", "src/a.lua"]);
});

test("a_project_without_a_manifest_says_which_files_there_were", async () => {
  assert.deepEqual(await fault(readFiles([file("p/a.lua", ""), file("p/b.lua", "")])), { fault: "no_manifest", files: "a.lua, b.lua" });
  const many = Array.from({ length: 12 }, (_, n) => file(`p/${n}.lua`, ""));
  assert.match((await fault(readFiles(many))).files, /7\.lua, …$/);
});

test("any_yaml_that_says_its_namespace_is_a_manifest", async () => {
  assert.ok(await readFiles([file("p/app.yml", "version: 1\nnamespace: app\n"), file("p/a.lua", "")]));
  assert.equal((await fault(readFiles([file("p/app.yml", "about: namespace\n"), file("p/a.lua", "")]))).fault, "no_manifest");
});

test("nothing_at_all_is_said_to_be_nothing", async () => {
  assert.deepEqual(await fault(readFiles([])), { fault: "no_files" });
  assert.deepEqual(await fault(readDropped(dropped({ empty: {} }))), { fault: "no_files" });
  assert.deepEqual(await fault(readFiles([file("logo.png", "PNG")])), { fault: "no_files" });
});

test("a_text_of_2_MiB_is_taken_and_one_byte_more_is_named", async () => {
  const full = "a".repeat(LIMITS.fileBytes);
  assert.ok(await readFiles([file("p/_index.yaml", MANIFEST), file("p/a.txt", full)]));
  assert.deepEqual(await fault(readFiles([file("p/_index.yaml", MANIFEST), file("p/b.txt", `${full}a`)])), { fault: "file_too_large", file: "p/b.txt", limit: 2 });
});

test("a_large_file_is_refused_before_it_is_read", async () => {
  const large = { name: "a.txt", size: LIMITS.fileBytes + 1, arrayBuffer: () => assert.fail("read") };
  assert.equal((await fault(readFiles([large]))).fault, "file_too_large");
});

test("more_than_8_MiB_together_or_2000_texts_are_refused", async () => {
  const part = "a".repeat(LIMITS.fileBytes);
  const parts = [1, 2, 3, 4].map((n) => file(`p/${n}.txt`, part));
  assert.deepEqual(await fault(readFiles([...parts, file("p/_index.yaml", MANIFEST)])), { fault: "too_large", limit: 8 });
  const many = Array.from({ length: 2_000 }, (_, n) => file(`p/${n}.txt`));
  assert.deepEqual(await fault(readFiles([...many, file("p/_index.yaml", MANIFEST)])), { fault: "too_many", limit: 2_000 });
});

test("a_disk_full_of_other_files_ends_soon", async () => {
  const pictures = Object.fromEntries(Array.from({ length: 20_001 }, (_, n) => [`${n}.png`, ""]));
  assert.deepEqual(await fault(readDropped(dropped({ pictures }, 100))), { fault: "too_many", limit: 20_000 });
});

test("a_file_that_cannot_be_read_is_named", async () => {
  const gone = { name: "a.lua", size: 1, arrayBuffer: () => Promise.reject(new DOMException("gone", "NotFoundError")) };
  assert.deepEqual(await fault(readFiles([gone])), { fault: "unreadable", file: "a.lua" });
});

test("a_dropped_selection_is_read_as_pasted_text", async () => {
  const { files } = await readDropped({ items: [], files: [], getData: () => MANIFEST });
  assert.deepEqual(files, { "_index.yaml": MANIFEST });
});

// ZIPs.

test("a_zip_is_read_and_only_its_texts", async () => {
  const project = await readZip(zip({ "echo/src/_index.yaml": MANIFEST, "echo/src/relay.lua": "return 1", "echo/a.png": "PNG", "echo/.git/config.txt": "x", "echo/empty/": "" }));
  assert.deepEqual(project, { name: "echo", files: { "src/_index.yaml": MANIFEST, "src/relay.lua": "return 1" }, leftOut: 1 });
});

test("a_zip_alone_among_the_chosen_files_is_opened_and_names_the_project", async () => {
  const chosen = new File([zip({ "_index.yaml": MANIFEST, "a.lua": "" }, { level: 0 })], "relay.ZIP");
  const { name, files } = await readFiles([chosen]);
  assert.equal(name, "relay");
  assert.deepEqual(Object.keys(files), ["_index.yaml", "a.lua"]);
});

test("a_project_goes_into_a_zip_and_comes_back", async () => {
  const project = { name: "эхо", files: { "src/_index.yaml": MANIFEST, "src/привет.lua": "return '你好'\r\n" } };
  assert.deepEqual(await readZip(await toZip(project)), { ...project, leftOut: 0 });
});

test("a_name_cannot_lead_a_zip_out_of_its_folder", async () => {
  const { name } = await readZip(await toZip({ name: "../../etc", files: { "_index.yaml": MANIFEST } }));
  assert.doesNotMatch(name, /^\.|\//);
});

test("backslashes_and_roots_are_cleaned_and_ways_out_are_refused", async () => {
  const { files } = await readZip(zip({ "src\\_index.yaml": MANIFEST, "/src/./a.lua": "" }));
  assert.deepEqual(Object.keys(files), ["src/_index.yaml", "src/a.lua"]);
  for (const path of ["../a.lua", "src/../../a.lua", "src\\..\\a.lua", "C:\\a.lua", "a\nb.lua"]) {
    assert.deepEqual(await fault(readZip(zip({ "_index.yaml": MANIFEST, [path]: "" }))), { fault: "bad_path", path });
  }
});

test("a_bomb_is_refused_by_what_it_claims", async () => {
  const bomb = zip({ "_index.yaml": MANIFEST, "bomb.txt": new Uint8Array(64 * 1024 * 1024) });
  assert.ok(bomb.length < 100_000);
  assert.deepEqual(await fault(readZip(bomb)), { fault: "file_too_large", file: "bomb.txt", limit: 2 });
  const boast = patched(zip({ "a.txt": "small" }), CENTRAL, 24, LIMITS.fileBytes + 1);
  assert.deepEqual(await fault(readZip(boast)), { fault: "file_too_large", file: "a.txt", limit: 2 }, "before anything is inflated");
});

test("a_bomb_that_lies_about_its_size_is_refused_while_it_inflates", async () => {
  const bomb = zip({ "bomb.txt": new Uint8Array(64 * 1024 * 1024) });
  const before = process.memoryUsage().arrayBuffers;
  assert.deepEqual(await fault(readZip(patched(bomb, CENTRAL, 24, 5))), { fault: "file_too_large", file: "bomb.txt", limit: 2 });
  assert.ok(process.memoryUsage().arrayBuffers - before < 32 * 1024 * 1024, "it never was in memory whole");
});

test("many_files_that_share_little_are_refused_together", async () => {
  const part = new Uint8Array(LIMITS.fileBytes).fill(0x20);
  const parts = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`${n}.txt`, part]));
  assert.deepEqual(await fault(readZip(zip(parts))), { fault: "too_large", limit: 8 });
  const many = Object.fromEntries(Array.from({ length: 2_001 }, (_, n) => [`${n}.txt`, ""]));
  assert.deepEqual(await fault(readZip(zip(many))), { fault: "too_many", limit: 2_000 });
});

test("what_is_no_text_is_not_inflated", async () => {
  const files = { "_index.yaml": MANIFEST, "a.lua": "", "film.bin": new Uint8Array(64 * 1024 * 1024) };
  assert.equal((await readZip(zip(files))).leftOut, 1);
});

test("an_archive_larger_than_any_project_is_not_read", async () => {
  const large = Object.defineProperty(new Blob([]), "size", { value: LIMITS.archiveBytes + 1 });
  assert.deepEqual(await fault(readZip(large)), { fault: "too_large", limit: 64 });
});

test("what_is_no_zip_is_said_to_be_none", async () => {
  assert.deepEqual(await fault(readZip(strToU8("hello"))), { fault: "not_a_zip" });
  assert.deepEqual(await fault(readZip(new Uint8Array(0))), { fault: "not_a_zip" });
  assert.deepEqual(await fault(readZip(deflateSync(strToU8("hello ".repeat(99))))), { fault: "not_a_zip" });
});

test("a_truncated_zip_is_damaged_wherever_it_was_cut", async () => {
  const whole = zip({ "_index.yaml": MANIFEST, "a.lua": "return 1 -- ".repeat(50) });
  for (let length = 4; length < whole.length; length += 1) {
    assert.match((await fault(readZip(whole.subarray(0, length)))).fault, /^damaged_zip$/, `cut at ${length}`);
  }
});

test("a_zip_with_any_byte_changed_is_read_rightly_or_refused_in_words", async () => {
  const whole = zip({ "_index.yaml": MANIFEST, "a.lua": "return 1 -- ".repeat(50) });
  const { files } = await readZip(whole);
  for (let at = 0; at < whole.length; at += 1) {
    const changed = whole.slice();
    changed[at] ^= 0xff;
    const read = await readZip(changed).catch((error) => assert.ok(error instanceof ProjectFilesError, `byte ${at}: ${error}`));
    // A changed name is another file; a text must be the one that was packed.
    for (const text of Object.values(read?.files ?? {})) assert.ok(Object.values(files).includes(text) || text.includes("kind: process.lua"), `byte ${at}`);
  }
});

test("a_file_that_reaches_beyond_the_end_of_its_zip_makes_it_a_damaged_one", async () => {
  assert.deepEqual(await fault(readZip(patched(zip({ "_index.yaml": MANIFEST }), CENTRAL, 20, 1_000_000))), { fault: "damaged_zip" });
});

test("a_damaged_file_within_a_zip_is_named", async () => {
  const whole = zip({ "_index.yaml": MANIFEST, "a.lua": "return 1" }, { level: 0 });
  const at = Buffer.from(whole).indexOf("return 1");
  whole[at] ^= 1;
  assert.deepEqual(await fault(readZip(whole)), { fault: "damaged_file", file: "a.lua" });
});

test("an_encrypted_zip_asks_for_its_password_elsewhere", async () => {
  const secret = patched(zip({ "_index.yaml": MANIFEST }), CENTRAL, 8, 1, 2);
  assert.deepEqual(await fault(readZip(secret)), { fault: "encrypted_zip", file: "_index.yaml" });
});

test("a_zip_that_is_packed_in_another_way_is_said_to_be_unusual", async () => {
  assert.deepEqual(await fault(readZip(patched(zip({ "_index.yaml": MANIFEST }), CENTRAL, 10, 93, 2))), { fault: "foreign_zip" });
});

test("an_empty_zip_has_no_files", async () => {
  assert.deepEqual(await fault(readZip(zip({}))), { fault: "no_files" });
});

test("a_program_in_front_of_a_zip_does_no_harm", async () => {
  const archive = zip({ "_index.yaml": MANIFEST, "a.lua": "" });
  const { files } = await readZip(Buffer.concat([Buffer.alloc(1_000), archive]));
  assert.deepEqual(Object.keys(files), ["_index.yaml", "a.lua"]);
});

// Pasted texts.

test("a_pasted_text_with_heads_is_several_files", () => {
  const { name, files } = readPasted(`Look at this:\n\n# file: echo/src/_index.yaml\n${MANIFEST}\n\n-- file: echo/src/relay.lua\nreturn 1\n-- file of its own\n\n// File:echo/notes.md\r\nhello`);
  assert.equal(name, "echo");
  assert.deepEqual(files, { "src/_index.yaml": MANIFEST, "src/relay.lua": "return 1\n-- file of its own\n", "notes.md": "hello\n" });
});

test("a_pasted_manifest_stands_alone", () => {
  assert.deepEqual(readPasted(`\ufeff${MANIFEST}`).files, { "_index.yaml": MANIFEST });
});

test("a_pasted_lua_text_gets_a_manifest_around_it", () => {
  const text = "return { main = function() return 0 end }";
  const { files } = readPasted(text);
  assert.equal(files["main.lua"], text);
  for (const line of ["namespace: app", "kind: terminal.host", "kind: process.host", "name: main", "kind: process.lua", 'source: "file://main.lua"', "method: main"]) {
    assert.ok(files["_index.yaml"].includes(line), line);
  }
});

test("a_lua_file_that_comes_alone_gets_one_too_and_keeps_its_name", async () => {
  const { name, files } = await readFiles([file("work/relay.lua", "return 1")]);
  assert.equal(name, "relay");
  assert.ok(files["_index.yaml"].includes('"file://relay.lua"'));
});

test("a_pasted_path_may_not_lead_out_and_nothing_pasted_is_nothing", async () => {
  assert.deepEqual(await fault(() => readPasted("-- file: ../a.lua\n")), { fault: "bad_path", path: "../a.lua" });
  assert.deepEqual(await fault(() => readPasted(" \n\t")), { fault: "no_files" });
});

test("a_pasted_text_has_the_limits_of_files", async () => {
  const long = "ы".repeat(LIMITS.fileBytes / 2 + 1);
  assert.deepEqual(await fault(() => readPasted(long)), { fault: "file_too_large", file: "main.lua", limit: 2 });
});

test("a_path_named_like_a_part_of_every_object_is_a_path_like_any_other", () => {
  const { files } = readPasted(`-- file: __proto__\nreturn 1\n# file: _index.yaml\n${MANIFEST}`);
  assert.deepEqual(Object.keys(files), ["__proto__", "_index.yaml"]);
  assert.equal(Object.getPrototypeOf(files), Object.prototype);
});

// Drafts.

test("without_storage_nothing_is_kept_and_nothing_breaks", async () => {
  assert.equal(await saveDraft("own:1", { name: "a", files: {}, changedAt: 1 }), false);
  assert.equal(await loadDraft("own:1"), undefined);
  assert.deepEqual(await listDrafts(), []);
  await forgetDraft("own:1");
});
