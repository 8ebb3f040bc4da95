#!/usr/bin/env python3
"""Verifies a package from its specification, docs/package.md: verify_package.py PACKAGE.zip [FINGERPRINT] [--previous OLDER.zip]; needs openssl. Exit code 0: valid."""
import base64, datetime, decimal, hashlib, io, json, mmap, re, struct, subprocess, sys, tempfile, zipfile, zlib

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
CLOCKS_DIFFER = datetime.timedelta(minutes=5)

def need(true, sentence):
    if not true:
        raise ValueError(sentence)

def number(value):
    if value == 0:
        return "0"
    if 1e-6 <= abs(value) < 1e21:
        return format(decimal.Decimal(repr(float(value))), "f").removesuffix(".0")
    mantissa, exponent = repr(float(value)).split("e")
    return f"{mantissa}e{int(exponent):+d}"

def canonical(value):
    if isinstance(value, dict):
        return "{" + ",".join(canonical(name) + ":" + canonical(value[name]) for name in sorted(value, key=lambda name: name.encode("utf-16-be"))) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    need(value is not None, "a value is empty")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (str, bool)) else number(value)

def sha256(value):
    return hashlib.sha256(canonical(value).encode() if isinstance(value, (dict, list)) else value).hexdigest()

def read(name, content, members):
    value = json.loads(bytes(content))
    need(canonical(value).encode() == content, f"{name} is not in canonical form")
    need(set(members.split()) <= set(value), f"{name} is not complete")
    return value

def moment(text):
    return datetime.datetime.strptime(text[:26], "%Y-%m-%dT%H:%M:%S.%f")

def archive(package):
    with open(package, "rb") as file, zipfile.ZipFile(file) as source:
        whole, entries, files, free = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), source.infolist(), {}, 0
        need(struct.unpack_from("<I", whole, whole.rfind(b"PK\5\6") + 16)[0] == source.start_dir, "the directory is not where the end says")
    data = memoryview(whole)
    for entry in entries:
        name, at = entry.orig_filename, entry.header_offset
        unsafe = any(letter < " " or letter in "\x7f\\:\ufffd" or letter > "\uffff" for letter in name) or {"", ".", ".."} & set(name.split("/"))
        need(not unsafe and name not in files, f"{name!r} is not a safe name, or there twice")
        start = at + 30 + sum(struct.unpack_from("<2H", data, at + 26))
        need(entry.compress_type == 0 and entry.compress_size == entry.file_size, f"{name} is compressed")
        need(at >= free and data[at:at + 4] == b"PK\3\4" and start + entry.file_size <= source.start_dir, f"{name} is damaged")
        free, files[name] = start + entry.file_size, data[start:start + entry.file_size]
    return data, files

def signer(files):
    value = read("manifest.sig", files["manifest.sig"], "algorithm fingerprint publicKey signature")
    key, signed = (base64.b64decode(value[name], validate=True) for name in ("publicKey", "signature"))
    need([base64.b64encode(one).decode() for one in (key, signed)] == [value["publicKey"], value["signature"]], "the Base64 text is not the usual one")
    need(len(value) == 4 and value["algorithm"] == "ECDSA-P256-SHA256" and value["fingerprint"] == sha256(key), "the key is not what it says")
    need(int.from_bytes(signed[6 + signed[3]:], "big") <= ORDER // 2, "of the two forms of the signature this is the other one")
    with tempfile.TemporaryDirectory() as folder:
        for name, content in ("key", key), ("sig", signed), ("manifest", files["manifest.json"]):
            with open(f"{folder}/{name}", "wb") as file:
                file.write(content)
        command = ["openssl", "dgst", "-sha256", "-verify", f"{folder}/key", "-keyform", "DER", "-signature", f"{folder}/sig", f"{folder}/manifest"]
        need(subprocess.run(command, capture_output=True).returncode == 0, "the signature does not fit manifest.json")
    return value["fingerprint"], value["publicKey"]

def printed(document):
    """What the document prints between the two ends of each bookmark of the key."""
    with zipfile.ZipFile(io.BytesIO(bytes(document))) as source:
        text = source.read("word/document.xml").decode()
    marked = (re.search(rf'<w:bookmarkStart w:name="{name}"[^>]*/>(.*?)<w:bookmarkEnd', text, re.S) for name in ("b_key_fingerprint", "b_public_key"))
    return tuple("".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", one.group(1))) if one else "" for one in marked)

def check_ledger(lines, head):
    entries, previous, last = {}, "0" * 64, ""
    need(lines.pop() == b"", "the ledger is cut off")
    for sequence, line in enumerate(lines, 1):
        entry = read(f"line {sequence}", line, "sequence at kind subject detailsHash previous hash")
        need(len(entry) == 7 and entry["sequence"] == sequence and entry["previous"] == previous and entry["at"] >= last, f"entry {sequence} is out of order")
        need(entry["hash"] == sha256({name: entry[name] for name in entry if name != "hash"}), f"entry {sequence} was changed")
        previous, last = entry["hash"], entry["at"]
        entries[sequence] = entry
    need(head == {"length": len(entries), "head": previous}, "the manifest pins another ledger")
    return entries

def check_item(item, name, signed, latest, ledger):
    sign_off = signed.get(name)
    need(item.get("signed") == (sign_off and {"ministry": sign_off["ministry"], "by": sign_off["signedBy"], "at": sign_off["signedAt"], "digest": sign_off["digest"]}), f"{name} is signed otherwise")
    dates = [moment(item[step]["at"]) for step in ("received", "accepted", "signed") if step in item]
    need(all(later >= earlier - CLOCKS_DIFFER for earlier, later in zip(dates, dates[1:])), f"{name} was decided out of order")
    if "cleared" in item:
        check_clearance(name, item["cleared"], dates[0], dates[-1])
    need(all(moment(item[step]["at"]) <= latest for step in ("received", "accepted", "cleared", "signed") if step in item), f"{name} is dated after the package")
    for step, kind in ("received", "ItemReplied"), ("accepted", "ItemAccepted"):
        if "entry" in item[step]:
            entry = ledger[item[step]["entry"]]
            need((entry["kind"], entry["subject"]) == (kind, name) and moment(entry["at"]) >= moment(item[step]["at"]) - CLOCKS_DIFFER, f"{name} is not what the ledger says")
    need(item["accepted"].get("entry", len(ledger) + 1) > item["received"].get("entry", 0), f"{name} was accepted before it came")

def check_clearance(name, cleared, received, last):
    steps = [(moment(step["at"]), set(step["by"]), step["how"]) for step in cleared["steps"]]
    need(received - CLOCKS_DIFFER <= moment(cleared["at"]) <= last + CLOCKS_DIFFER, f"{name} was cleared out of order")
    need(all(received - CLOCKS_DIFFER <= at <= moment(cleared["at"]) + CLOCKS_DIFFER for at, _, _ in steps), f"{name} was cleared out of order")
    need(all(len(people) >= (2 if how == "overridden" else 1) for _, people, how in steps), f"{name} was cleared by too few people")

def check_digest(sign_off):
    for item in sign_off["items"]:
        content = item.get("content")
        need(content is None or (sha256(content), content["callId"], content["code"]) == (item.get("hash"), item["callId"], item["code"]), f"{item['code']} was changed")
    hashed = [{name: item[name] for name in ("callId", "code", "hash")} for item in sign_off["items"] if "hash" in item]
    hashed.sort(key=lambda item: (item["callId"].encode("utf-16-be"), item["code"].encode("utf-16-be")))
    need(len(hashed) < len(sign_off["items"]) or sha256(hashed) == sign_off["digest"], f"{sign_off['ministry']} signed another digest")

def check_bytes(data, files):
    position, directory = 0, b""
    for name, content in files.items():
        common = struct.pack("<4H3I2H", 0x0800, 0, 0, 0x0021, zlib.crc32(content), len(content), len(content), len(name.encode()), 0)
        header = b"PK\3\4" + struct.pack("<H", 20) + common + name.encode()
        need(data[position:position + len(header)] == header, f"the header of {name} was changed")
        directory += b"PK\1\2" + struct.pack("<2H", 20, 20) + common + struct.pack("<3H2I", 0, 0, 0, 0, position) + name.encode()
        position += len(header) + len(content)
    need(data[position:] == directory + b"PK\5\6" + struct.pack("<4H2IH", 0, 0, len(files), len(files), len(directory), position, 0), "the directory was changed")

def check_previous(package, manifest, ledger):
    _, files = archive(package)
    for _ in checks(package):
        pass
    older, supersedes = json.loads(bytes(files["manifest.json"])), manifest.get("supersedes") or {}
    need(supersedes.get("manifestSha256") == sha256(files["manifest.json"]), "it supersedes another package than the given one")
    need([older[name] for name in ("cycle", "round", "version")] == [manifest["cycle"], manifest["round"], supersedes["version"]], "the given package is not the version that is superseded")
    last = older["ledger"]["length"]
    need((ledger[last]["hash"] if last else "0" * 64) == older["ledger"]["head"], "the ledger does not continue that of the given package")

def checks(package, pinned=None, previous=None):
    """Gives the kind of each check before making it, and at last what was found."""
    yield "archive"
    data, files = archive(package)
    yield "signature"
    fingerprint, key = signer(files)
    yield "key"
    need(pinned in (None, fingerprint), f"it was signed with another key, {fingerprint}")
    yield "manifest"
    manifest = read("manifest.json", files["manifest.json"], "format cycle round version illustrative preparedAt preparedBy period files evidence ledger")
    old, index = manifest.get("supersedes"), manifest["evidence"]
    need(manifest["format"] == "assessment-package/1" and manifest["version"] >= 1, "the format is not known")
    need(not old if manifest["version"] == 1 else old and 1 <= old["version"] < manifest["version"] and old["packageName"] and old["reason"].strip(), "what is superseded, or why, is not said")
    yield "files"
    need(list(files) == [file["path"] for file in manifest["files"]] + ["manifest.json", "manifest.sig"], "the files are not those of the manifest")
    yield "contents"
    for file in manifest["files"]:
        need((len(files[file["path"]]), sha256(files[file["path"]])) == (file["size"], file["sha256"]), f"{file['path']} was changed")
    yield "document"
    need(printed(files["document.docx"]) == (fingerprint, key), "document.docx prints another key than the one that signed")
    yield "evidence"
    hashes = {file["path"]: file["sha256"] for file in manifest["files"]}
    need(len({one["number"] for one in index}) == len(index) and all(hashes.get(one["path"]) == one["sha256"] for one in index), "the evidence index does not fit the files")
    need(set(hashes) == {"document.docx", "statistics.xlsx", "decisions.json", "ledger.jsonl"} | {one["path"] for one in index}, "a file is not in the evidence index")
    yield "ledger"
    ledger = check_ledger(bytes(files["ledger.jsonl"]).split(b"\n"), manifest["ledger"])
    yield "decisions"
    decisions, latest = read("decisions.json", files["decisions.json"], "format items signOffs gaps"), moment(manifest["preparedAt"]) + CLOCKS_DIFFER
    signed = {f"{item['callId']}/{item['code']}": sign_off for sign_off in reversed(decisions["signOffs"]) for item in sign_off["items"]}
    named = {f"{item['callId']}/{item['recommendation']}": item for item in decisions["items"]}
    need(decisions["format"] == "assessment-decisions/1" and len(named) == len(decisions["items"]), "the format is not known, or an item is there twice")
    need({number for item in named.values() for number in item["evidence"]} <= {one["number"] for one in index}, "an item refers to evidence that is not there")
    for name, item in named.items():
        check_item(item, name, signed, latest, ledger)
    given = [sign_off["signedAt"] for sign_off in decisions["signOffs"]] + [decisions.get("endorsement", {}).get("endorsedAt", manifest["preparedAt"])]
    need(max(map(moment, given)) <= latest, "a decision is dated after the package")
    yield "sign-offs"
    for sign_off in decisions["signOffs"]:
        check_digest(sign_off)
    yield "bytes"
    check_bytes(data, files)
    if previous:
        yield "previous"
        check_previous(previous, manifest, ledger)
    replaced = f", supersedes version {old['version']} (digest {old['manifestSha256']}) because: {old['reason']}" if old else ""
    return f"valid, signed with {fingerprint}: version {manifest['version']}{replaced}"

if __name__ == "__main__":
    try:
        given = sys.argv[1:]
        previous = given.pop(given.index("--previous") + 1) if "--previous" in given else None
        kinds = checks(*[one for one in given if one != "--previous"], previous=previous)
        while True:
            kind = next(kinds)
    except StopIteration as end:
        print(end.value)
    except (ArithmeticError, AttributeError, LookupError, NotImplementedError, OSError, RecursionError, TypeError, ValueError, struct.error, zipfile.BadZipFile) as fault:
        sys.exit(f"NOT valid ({kind}): {fault!r}")
