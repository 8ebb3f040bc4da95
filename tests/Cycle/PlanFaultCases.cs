namespace Assessment.Tests.Cycle;

/// <summary>One fault per row: its kind, the file, what is changed in it, and every line that the reader must then report.</summary>
sealed class PlanFaultCases : TheoryData<string, string, string, string, string[]>
{
    public PlanFaultCases()
    {
        Add("unknown key with a near one", "rounds.yaml", "    repliesDue: 2024-10-17", "    repliesDue: 2024-10-17\n    replysDue: 2024-10-17",
            ["rounds.yaml:7:5: error: 'replysDue' is not a key that is known here. Write 'repliesDue', or remove it."]);
        Add("unknown key without a near one", "cycle.yaml", "illustrative: true", "illustrative: true\ncolour: blue",
            ["cycle.yaml:12:1: error: 'colour' is not a key that is known here. Remove it; known here are id, title, period, timeZone, starts, mailbox, secretariat, channel, office, languages, linkCode, correctionsUntil, keepUntil, illustrative, reminders, figures, clearance."]);
        Add("unknown key in an inner mapping", "cycle.yaml", "name: Embassy channel,", "name: Embassy channel, phone: none,",
            ["cycle.yaml:8:35: error: 'phone' is not a key that is known here. Remove it; known here are name, address."]);
        Add("missing key", "rounds.yaml", "    title: Annual data call\n", "",
            ["rounds.yaml:12:5: error: 'title' is missing. Add a line 'title: …'."]);
        Add("missing section", "cycle.yaml", "channel: { name: Embassy channel, address: channel@kln.example }\n", "",
            ["cycle.yaml:1:1: error: 'channel' is missing. Add a line 'channel: …'."]);
        Add("missing key of an inner mapping", "cycle.yaml", "office: { opens: \"08:30\", closes: \"17:00\" }", "office: { opens: \"08:30\" }",
            ["cycle.yaml:10:9: error: 'closes' is missing. Add a line 'closes: …'."]);
        Add("doubled key", "cycle.yaml", "illustrative: true", "illustrative: true\nmailbox: other@mapo.example",
            ["cycle.yaml:12:1: error: 'mailbox' is written twice; the first is in line 6. Remove one of them."]);
        Add("key without a value", "rounds.yaml", "title: Annual data call", "title:",
            ["rounds.yaml:13:11: error: 'title' has no value. Write a text."]);
        Add("list where a value belongs", "rounds.yaml", "title: Annual data call", "title: [Annual, data call]",
            ["rounds.yaml:13:12: error: 'title' is not one value. Write a text."]);
        Add("value where a list belongs", "recommendations.yaml", "pillars: [Protection]", "pillars: Protection",
            ["recommendations.yaml:6:14: error: 'pillars' is not a list. Write its values in brackets, [a, b], or one to a line after '- '."]);
        Add("value where a mapping belongs", "cycle.yaml", "period: { from: 2024-04-01, to: 2025-03-31 }", "period: 2024-04-01",
            ["cycle.yaml:3:9: error: 'period' does not hold keys. Write 'key: value' lines below it, or { key: value }."]);
        Add("entry that is no mapping", "calendars.yaml", "calendars:\n", "calendars:\n  -\n",
            ["calendars.yaml:2:4: error: 'calendars' does not hold keys. Write 'key: value' lines below it, or { key: value }."]);
        Add("empty list", "rounds.yaml", "*", "rounds: []\n",
            ["rounds.yaml:1:1: error: 'rounds' is empty. Add at least one entry below 'rounds:'."]);
        Add("empty file", "cycle.yaml", "*", "# nothing yet\n",
            ["cycle.yaml:1:1: error: The file is empty. Write lines 'key: value'."]);
        Add("file that is no mapping", "cycle.yaml", "*", "- id: my-tip-2025\n",
            ["cycle.yaml:1:1: error: The file is not a mapping. Write lines 'key: value'."]);
        Add("second document", "cycle.yaml", "cap: 8", "cap: 8\n---\nid: other",
            ["cycle.yaml:23:1: error: A second document starts here. Remove the line '---'; a file of the plan is one document."]);
        Add("anchor", "cycle.yaml", "title: Malaysia,", "title: &name Malaysia,",
            ["cycle.yaml:2:8: error: '&name' is an anchor, and a plan has none. Write the value out where it is used."]);
        Add("alias", "cycle.yaml", "secretariat: NSO MAPO", "secretariat: *name",
            ["cycle.yaml:7:14: error: '*name' is an alias, and a plan has none. Write the value out."]);
        Add("syntax error", "cycle.yaml", "channel: { name: Embassy channel, address: channel@kln.example }", "channel: { name: Embassy channel, address: channel@kln.example",
            ["cycle.yaml:8:35: error: This is not YAML: a bracket or quote that opens here or before is never closed. Correct it; the rest of the file was not checked. A value that contains ': ' or starts with a sign needs quotes."]);
        Add("colon in a plain value", "rounds.yaml", "title: Annual data call", "title: Annual: data call",
            ["rounds.yaml:13:18: error: This is not YAML: While scanning a plain scalar value, found invalid mapping. Correct it; the rest of the file was not checked. A value that contains ': ' or starts with a sign needs quotes."]);
        Add("nesting without end", "recommendations.yaml", "evidence: [SOP or circular]", "evidence: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
            ["recommendations.yaml:11:33: error: This is not YAML: it is nested too deeply. Correct it; the rest of the file was not checked. A value that contains ': ' or starts with a sign needs quotes."]);
        Add("no date", "rounds.yaml", "opens: 2024-12-02", "opens: next Monday",
            ["rounds.yaml:15:12: error: 'next Monday' is not a moment. Write a date such as 2024-12-02, a date with a time such as 2024-12-02T10:00, or an offset from the start such as +2d, +3h, +2m or +90s."]);
        Add("impossible date", "cycle.yaml", "to: 2025-03-31", "to: 2025-02-30",
            ["cycle.yaml:3:33: error: '2025-02-30' is not a date. Write a date of this century such as 2024-12-02."]);
        Add("year out of range", "cycle.yaml", "from: 2024-04-01", "from: 0204-04-01",
            ["cycle.yaml:3:17: error: '0204-04-01' is not a date. Write a date of this century such as 2024-12-02."]);
        Add("no time of day", "cycle.yaml", "opens: \"08:30\"", "opens: \"8.30\"",
            ["cycle.yaml:10:18: error: '8.30' is not a time of day. Write a time such as \"09:00\"."]);
        Add("no lag", "cycle.yaml", "closeAfter: 4wd", "closeAfter: 4 weeks",
            ["cycle.yaml:19:15: error: '4 weeks' is not a lag. Write a number and wd, d, h, m or s, such as 5wd or 30m."]);
        Add("lag beyond sense", "cycle.yaml", "closeAfter: 4wd", "closeAfter: 9999999wd",
            ["cycle.yaml:19:15: error: '9999999wd' is not a lag. Write a number and wd, d, h, m or s, such as 5wd or 30m."]);
        Add("lag of nothing", "cycle.yaml", "returnWithin: 2wd", "returnWithin: 0wd",
            ["cycle.yaml:20:17: error: '0wd' leaves no time. Write at least 1."]);
        Add("lag twice", "cycle.yaml", "beforeDue: [5wd, 4wd, 2wd]", "beforeDue: [5wd, 4wd, 4wd]",
            ["cycle.yaml:14:25: error: '4wd' is there twice. Remove one of them."]);
        Add("escalation twice", "cycle.yaml", "after: 3wd, to: signatory", "after: 2wd, to: head",
            ["cycle.yaml:18:16: error: The step after 2wd is there twice. Remove one of them."]);
        Add("cap of zero", "cycle.yaml", "cap: 8", "cap: 0",
            ["cycle.yaml:22:8: error: '0' is not a whole number above zero. Write a whole number such as 8."]);
        Add("negative cap", "cycle.yaml", "cap: 8", "cap: -1",
            ["cycle.yaml:22:8: error: '-1' is not a whole number above zero. Write a whole number such as 8."]);
        Add("cap below the steps", "cycle.yaml", "cap: 8", "cap: 5",
            ["cycle.yaml:22:8: warning: At most 5 mails are sent for a call, but there are 6 steps; the last would never be sent. Write 6 or more, or remove steps."]);
        Add("neither true nor false", "rounds.yaml", "submittedAbroad: true", "submittedAbroad: yes",
            ["rounds.yaml:20:22: error: 'yes' is not true or false. Write true or false."]);
        Add("no number", "recommendations.yaml", "lastYear: 512", "lastYear: about 500",
            ["recommendations.yaml:10:110: error: 'about 500' is not a number. Write a number such as 512 or 12.5."]);
        Add("no jump", "cycle.yaml", "illustrative: true", "illustrative: true\nfigures: { jump: 1, leastDifference: -2 }",
        [
            "cycle.yaml:12:18: error: '1' is not a jump. Write a number above 1 and at most 1000, such as 2.0.",
            "cycle.yaml:12:38: error: '-2' is not a difference. Write 0 or more, such as 10.",
        ]);
        Add("a total of what does not add up", "recommendations.yaml", "lastYear: 512,", "lastYear: 512, totalBy: PDRM,",
            ["recommendations.yaml:10:124: error: R01.1 has a total, but its values do not add up. Write 'addsUp: true', or remove 'totalBy'."]);
        Add("a total by somebody who is not asked", "recommendations.yaml", "lastYear: 512,", "lastYear: 512, addsUp: true, totalBy: JIM,",
            ["recommendations.yaml:10:138: error: 'JIM' is to state the total of R01.1, but is not asked for it. Name it in 'from' too, or write another organisation of 'from'."]);
        Add("same as an indicator that is not there", "recommendations.yaml", "lastYear: 512,", "lastYear: 512, sameAs: R01.9,",
            ["recommendations.yaml:10:123: error: 'R01.9' is not an indicator of this plan. Write one of R01.1, R02.1, or add it to recommendations.yaml."]);
        Add("same as itself", "recommendations.yaml", "lastYear: 512,", "lastYear: 512, sameAs: R01.1,",
            ["recommendations.yaml:10:123: error: 'R01.1' is the same as itself. Write another indicator, or remove 'sameAs'."]);
        Add("same as one that is the same as another", "recommendations.yaml", "lastYear: 512, from: [PDRM] }", "lastYear: 512, from: [PDRM], sameAs: R01.2 }\n      - { id: R01.2, name: Screened, unit: persons, sameAs: R02.1 }",
            ["recommendations.yaml:10:137: error: 'R01.2' is itself the same as 'R02.1'. Write 'sameAs' at all but one of them, each naming that one."]);
        Add("same as another and counted by each", "recommendations.yaml", "lastYear: 512,", "lastYear: 512, sameAs: R02.1, each: true,",
            ["recommendations.yaml:10:123: warning: Each organisation counts its own R01.1, so it is not compared with R02.1. Remove 'each' or 'sameAs'."]);
        Add("no language", "cycle.yaml", "languages: [ms, en]", "languages: [ms, zh]",
            ["cycle.yaml:9:17: error: 'zh' is not a language. Write ms or en."]);
        Add("no audience", "cycle.yaml", "to: signatory", "to: minister",
            ["cycle.yaml:18:25: error: 'minister' is not a recipient of escalations. Write focal-point, head or signatory."]);
        Add("no weekday", "calendars.yaml", "days: [friday, saturday]", "days: [Fri, saturday]",
            ["calendars.yaml:14:18: error: 'Fri' is not a day of the week. Write sunday, monday, tuesday, wednesday, thursday, friday or saturday."]);
        Add("no pillar", "recommendations.yaml", "pillars: [Protection]", "pillars: [Punishment]",
            ["recommendations.yaml:6:15: error: 'Punishment' is not a pillar. Write Prosecution, Protection, Prevention or Partnership."]);
        Add("no choice of whom to ask", "rounds.yaml", "ask: lead-and-supporting", "ask: everybody",
            ["rounds.yaml:22:10: error: 'everybody' is not a choice of whom to ask. Write lead-and-supporting or lead."]);
        Add("no choice of recommendations", "rounds.yaml", "recommendations: all", "recommendations: most",
            ["rounds.yaml:21:22: error: 'most' is not a choice of recommendations. Write all, or a list of codes such as [R01, R02]."]);
        Add("no e-mail address of the mailbox", "cycle.yaml", "tip-data@mapo.example", "tip-data at mapo.example",
            ["cycle.yaml:6:10: error: 'tip-data at mapo.example' is not an e-mail address. Write an address such as name@agency.example."]);
        Add("no e-mail address of a person", "people.csv", "siti@pdrm.example", "siti@pdrm",
            ["people.csv:5:30: error: 'siti@pdrm' is not an e-mail address. Write an address such as name@agency.example."]);
        Add("unknown time zone", "cycle.yaml", "Asia/Kuala_Lumpur", "Asia/Putrajaya",
            ["cycle.yaml:4:11: error: 'Asia/Putrajaya' is not a time zone. Write an IANA name such as Asia/Kuala_Lumpur."]);
        Add("unknown time zone of the assessor", "rounds.yaml", "America/New_York", "EST5",
            ["rounds.yaml:19:49: error: 'EST5' is not a time zone. Write an IANA name such as Asia/Kuala_Lumpur."]);
        Add("id in capitals", "cycle.yaml", "id: my-tip-2025", "id: MY-TIP-2025",
            ["cycle.yaml:1:5: error: 'MY-TIP-2025' is not an id. Write lower case letters, digits and hyphens only, such as my-tip-2025."]);
        Add("id with a slash", "rounds.yaml", "id: annual", "id: annual/2025",
            ["rounds.yaml:12:9: error: 'annual/2025' is not an id. Write lower case letters, digits and hyphens only, such as my-tip-2025."]);
        Add("code with a space", "recommendations.yaml", "code: R02", "code: R 02",
            ["recommendations.yaml:12:11: error: 'R 02' is not a code of a recommendation. Write letters and digits only, such as R01."]);
        Add("offset of working days", "rounds.yaml", "opens: 2024-12-02", "opens: +2wd",
            ["rounds.yaml:15:12: error: '+2wd' is not a moment. Write a date such as 2024-12-02, a date with a time such as 2024-12-02T10:00, or an offset from the start such as +2d, +3h, +2m or +90s."]);
        Add("local time that is skipped", "rounds.yaml", "at: 2025-02-03T17:00", "at: 2025-03-09T02:30",
            ["rounds.yaml:19:21: error: '2025-03-09T02:30' does not exist in America/New_York: the clocks skip it. Write a time outside the hour that is skipped."]);
        Add("local time that comes twice", "rounds.yaml", "at: 2025-02-03T17:00", "at: 2025-11-02T01:30",
            ["rounds.yaml:19:21: warning: '2025-11-02T01:30' comes twice in America/New_York; the first is meant. Write a time outside the hour that is repeated."]);
        Add("offset from a fixed start", "rounds.yaml", "signOffBy: 2024-10-29", "signOffBy: +106d",
            ["rounds.yaml:7:16: warning: '+106d' counts from the start that cycle.yaml fixes, Mon 15 Jul 2024 09:00. Write a date, or leave 'starts' out of cycle.yaml so that the cycle counts from when it is started."]);
        Add("offset as the start", "cycle.yaml", "starts: 2024-07-15T09:00", "starts: +2m",
            ["cycle.yaml:5:9: error: '+2m' cannot be the start: offsets are counted from it. Write a date, or leave 'starts' out: the cycle then starts when it is started."]);
        Add("unknown recommendation", "rounds.yaml", "recommendations: [R01]", "recommendations: [R01, R99]",
            ["rounds.yaml:10:28: error: 'R99' is not a recommendation of this plan. Write one of R01, R02, or add it to recommendations.yaml."]);
        Add("round that supplements a later one", "rounds.yaml", "    title: Annual data call\n", "    title: Annual data call\n    supplements: yearly\n",
            ["rounds.yaml:14:18: error: 'yearly' is not a round before round 'annual'. Write one of interim."]);
        Add("criterion and goal without a list of them", "recommendations.yaml", "evidence: [SOP or circular]", "evidence: [SOP or circular]\n    criteria: [1]\n    naptipGoals: [\"5\"]",
            [
                "recommendations.yaml:12:16: error: '1' is not a criterion of this plan. Add it to criteria.yaml.",
                "recommendations.yaml:13:19: error: '5' is not a goal of this plan. Add it to criteria.yaml.",
            ]);
        Add("unknown lead", "recommendations.yaml", "lead: PDRM", "lead: PDMR",
            [
                "recommendations.yaml:7:11: error: 'PDMR' is not an organisation of this plan. Write one of KDN, NSO MAPO, PDRM, JTK Kelantan, SUARA, or add it to organisations.csv.",
                "recommendations.yaml:10:122: warning: 'PDRM' must state R01.1, but is not asked about R01. Add it to 'supporting' of R01, or remove it here.",
            ]);
        Add("unknown supporting organisation", "recommendations.yaml", "supporting: [JTK Kelantan, SUARA]", "supporting: [JTK Kelantan, SUHAKAM]",
            ["recommendations.yaml:8:32: error: 'SUHAKAM' is not an organisation of this plan. Write one of KDN, NSO MAPO, PDRM, JTK Kelantan, SUARA, or add it to organisations.csv."]);
        Add("unknown secretariat", "cycle.yaml", "secretariat: NSO MAPO", "secretariat: NSO",
            ["cycle.yaml:7:14: error: 'NSO' is not an organisation of this plan. Write one of KDN, NSO MAPO, PDRM, JTK Kelantan, SUARA, or add it to organisations.csv."]);
        Add("unknown calendar", "organisations.csv", "agency,KDN,kelantan,ms", "agency,KDN,kelantn,ms",
            ["organisations.csv:5:52: error: 'kelantn' is not a calendar of this plan. Write one of federal, kelantan, or add it to calendars.yaml."]);
        Add("unknown ministry", "organisations.csv", "agency,KDN,kelantan,ms", "agency,KSM,kelantan,ms",
            ["organisations.csv:5:48: error: 'KSM' is not an organisation of this plan. Write one of KDN, NSO MAPO, PDRM, JTK Kelantan, SUARA, or add it to organisations.csv."]);
        Add("ministry that is none", "organisations.csv", "agency,KDN,kelantan,ms", "agency,PDRM,kelantan,ms",
            ["organisations.csv:5:48: error: 'PDRM' is not a ministry, so it cannot sign. Write the code of an organisation of kind ministry."]);
        Add("agency without a ministry", "organisations.csv", "agency,KDN,kelantan,ms", "agency,,kelantan,ms",
            ["organisations.csv:5:1: error: Agency 'JTK Kelantan' has no ministry to sign for it. Write the ministry's code in 'ministry'."]);
        Add("partner with a ministry", "organisations.csv", "partner,,federal", "partner,KDN,federal",
            ["organisations.csv:6:33: warning: 'SUARA' is no agency, so no ministry signs for it. Leave 'ministry' empty."]);
        Add("unknown organisation of a person", "people.csv", "mei@suara.example,SUARA,", "mei@suara.example,SUARRA,",
            [
                "organisations.csv:6:1: error: 'SUARA' has no focal point. Add one to people.csv.",
                "people.csv:10:40: error: 'SUARRA' is not an organisation of this plan. Write one of KDN, NSO MAPO, PDRM, JTK Kelantan, SUARA, or add it to organisations.csv.",
            ]);
        Add("round twice", "rounds.yaml", "id: annual", "id: interim",
            ["rounds.yaml:12:9: error: Round 'interim' is there twice; the first is in line 2. Remove one of them, or give it another name."]);
        Add("recommendation twice", "recommendations.yaml", "name: Persons charged, unit: persons }", "name: Persons charged, unit: persons }\n  - { code: R01, text: Again., pillars: [Prevention], lead: PDRM }",
            ["recommendations.yaml:20:13: error: Recommendation 'R01' is there twice; the first is in line 2. Remove one of them, or give it another name."]);
        Add("indicator twice", "recommendations.yaml", "name: Persons charged, unit: persons }", "name: Persons charged, unit: persons }\n      - { id: R02.1, name: Persons convicted, unit: persons }",
            ["recommendations.yaml:20:15: error: Indicator 'R02.1' is there twice; the first is in line 19. Remove one of them, or give it another name."]);
        Add("organisation twice", "organisations.csv", "SUARA,Voice of Workers,,partner,,federal,en", "SUARA,Voice of Workers,,partner,,federal,en\nSUARA,Voice of Migrants,,partner,,federal,en",
            ["organisations.csv:7:1: error: Organisation 'SUARA' is there twice; the first is in line 6. Remove one of them, or give it another name."]);
        Add("person twice", "people.csv", "jtk-head,", "jtk-focal,",
            ["people.csv:9:1: error: Person 'jtk-focal' is there twice; the first is in line 8. Remove one of them, or give it another name."]);
        Add("calendar twice", "calendars.yaml", "  - id: kelantan", "  - { id: federal, title: Again, weekends: [], holidays: [] }\n  - id: kelantan",
            ["calendars.yaml:11:11: error: Calendar 'federal' is there twice; the first is in line 2. Remove one of them, or give it another name."]);
        Add("same slug", "organisations.csv", "SUARA,Voice", "NSO-MAPO,Secretariat of the Council,,agency,KDN,federal,en\nSUARA,Voice",
            ["organisations.csv:6:1: error: 'NSO-MAPO' has the same address, 'nso-mapo', as 'NSO MAPO' in line 3. Change one of the codes."]);
        Add("no slug", "organisations.csv", "SUARA,Voice", "警察,Police,,agency,KDN,federal,en\nSUARA,Voice",
            ["organisations.csv:6:1: error: '警察' has no letter a-z and no digit, so it has no address. Write a code such as PDRM."]);
        Add("same address and role", "people.csv", "yusof@jtk.example,JTK Kelantan,head,ms,,", "yusof@jtk.example,JTK Kelantan,head,ms,,\njtk-head-2,Wan Yusof,Yusof@jtk.example,JTK Kelantan,head,ms,,",
            ["people.csv:10:22: error: 'Yusof@jtk.example' is head twice at the same time; the first is in line 9. Remove one of the lines, or end the first with a date in 'to'."]);
        Add("indicator of another recommendation", "recommendations.yaml", "id: R02.1", "id: R03.1",
            ["recommendations.yaml:19:15: error: 'R03.1' is not a number of R02. Write R02, a dot and a number, such as R02.1."]);
        Add("indicator without a unit", "recommendations.yaml", "name: Persons charged, unit: persons", "name: Persons charged",
            ["recommendations.yaml:19:9: error: 'unit' is missing. Add a line 'unit: …'."]);
        Add("indicator stated by somebody who is not asked", "recommendations.yaml", "name: Persons charged, unit: persons", "name: Persons charged, unit: persons, from: [SUARA]",
            ["recommendations.yaml:19:67: warning: 'SUARA' must state R02.1, but is not asked about R02. Add it to 'supporting' of R02, or remove it here."]);
        Add("supporting twice", "recommendations.yaml", "supporting: [JTK Kelantan, SUARA]", "supporting: [JTK Kelantan, SUARA, PDRM]",
            ["recommendations.yaml:8:39: warning: 'PDRM' is named twice for R01; it is asked once. Remove one of them."]);
        Add("call id too long", "rounds.yaml", "id: annual", "id: annual-data-call-to-all-ministries-agencies-and-partners-of-the-council-in-the-assessment-year",
            ["rounds.yaml:12:9: error: The call 'my-tip-2025-annual-data-call-to-all-ministries-agencies-and-partners-of-the-council-in-the-assessment-year-jtk-kelantan' has an id of 119 characters; 100 are possible. Shorten the id of the cycle or the round, or the organisation's code."]);
        Add("period backwards", "cycle.yaml", "period: { from: 2024-04-01, to: 2025-03-31 }", "period: { from: 2025-04-01, to: 2025-03-31 }",
            ["cycle.yaml:3:33: error: 'period.to' (2025-03-31) is before 'period.from' (2025-04-01). Exchange or correct the dates."]);
        Add("covers backwards", "rounds.yaml", "covers: { from: 2024-04-01, to: 2024-09-30 }", "covers: { from: 2024-09-30, to: 2024-04-01 }",
            ["rounds.yaml:4:37: error: 'covers.to' (2024-04-01) is before 'covers.from' (2024-09-30). Exchange or correct the dates."]);
        Add("covers outside the period", "rounds.yaml", "to: 2024-12-31", "to: 2025-12-31",
            ["rounds.yaml:14:37: error: 2025-12-31 is outside the period of the cycle. Write a date from 2024-04-01 to 2025-03-31."]);
        Add("opens before the start", "rounds.yaml", "opens: 2024-10-02T10:00", "opens: 2024-07-01",
            ["rounds.yaml:5:12: error: 'opens' (Mon 1 Jul 2024 08:30) is before the cycle starts (Mon 15 Jul 2024 09:00). Write a later moment, or let the cycle start earlier."]);
        Add("replies due before opening", "rounds.yaml", "repliesDue: 2024-10-17", "repliesDue: 2024-10-01",
            ["rounds.yaml:6:17: error: 'repliesDue' (Tue 1 Oct 2024 17:00) is not after 'opens' (Wed 2 Oct 2024 10:00). Write a later moment."]);
        Add("sign-off before the calls close", "rounds.yaml", "signOffBy: 2025-01-21", "signOffBy: 2025-01-15",
            ["rounds.yaml:17:16: error: 'signOffBy' (Wed 15 Jan 2025 17:00) is not after the call to PDRM closes (Wed 15 Jan 2025 17:00, 4wd after replies are due). Write a later moment, let replies be due earlier, or shorten 'closeAfter' in cycle.yaml."]);
        Add("endorsement before sign-off", "rounds.yaml", "endorsementBy: 2025-01-24", "endorsementBy: 2025-01-20",
            ["rounds.yaml:18:20: error: 'endorsementBy' (Mon 20 Jan 2025 17:00) is not after 'signOffBy' (Tue 21 Jan 2025 17:00). Write a later moment."]);
        Add("hard date before endorsement", "rounds.yaml", "at: 2025-02-03T17:00", "at: 2025-01-23T17:00",
            ["rounds.yaml:19:21: error: 'hardDate' (Fri 24 Jan 2025 06:00) is not after 'endorsementBy' (Fri 24 Jan 2025 17:00). Write a later moment."]);
        Add("office closes before it opens", "cycle.yaml", "closes: \"17:00\"", "closes: \"08:00\"",
            ["cycle.yaml:10:9: error: The office closes at 08:00, not after it opens at 08:30. Correct 'office' in cycle.yaml."]);
        Add("replies due on a weekend of one calendar", "rounds.yaml", "repliesDue: 2025-01-09", "repliesDue: 2025-01-10",
            ["rounds.yaml:16:17: warning: 'repliesDue' (Fri 2025-01-10) is no working day (weekend) in calendar 'kelantan' of JTK Kelantan. Write 2025-01-09 or 2025-01-12, their nearest working days, or keep it if they answer earlier."]);
        Add("sign-off on a holiday everywhere", "rounds.yaml", "signOffBy: 2024-10-29", "signOffBy: 2024-10-31",
            ["rounds.yaml:7:16: warning: 'signOffBy' (Thu 2024-10-31) is no working day (Deepavali) in calendar 'federal' of NSO MAPO, PDRM. Write 2024-10-30 or 2024-11-01, their nearest working days, or keep it if they answer earlier."]);
        Add("weekend without a working day", "calendars.yaml", "days: [friday, saturday]", "days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]",
            ["calendars.yaml:14:9: error: This weekend leaves no working day in the week. Remove at least one day."]);
        Add("weekends at the same time", "calendars.yaml", "- { days: [friday, saturday] }", "- { days: [friday, saturday] }\n      - { days: [saturday, sunday], from: 2025-01-01 }",
            ["calendars.yaml:15:9: error: Two weekends of calendar 'kelantan' hold at the same time. Give the earlier one a 'to', and the later one a 'from' on the day after."]);
        Add("days without a weekend rule", "calendars.yaml", "- { days: [friday, saturday] }", "- { days: [friday, saturday], to: 2024-12-31 }\n      - { days: [saturday, sunday], from: 2025-02-01 }",
            ["calendars.yaml:15:43: warning: Calendar 'kelantan' has no weekend from 2025-01-01 to 2025-01-31. Write 2025-01-01."]);
        Add("holiday twice", "calendars.yaml", "2025-01-01, name: New Year's Day", "2024-12-25, name: New Year's Day",
            ["calendars.yaml:9:16: error: 2024-12-25 is there twice in calendar 'federal'; the first is in line 8. Keep one, with both names."]);
        Add("holiday declared after it passed", "calendars.yaml", "2025-01-01, name: New Year's Day", "2025-01-01, name: New Year's Day, declaredOn: 2025-01-02",
            ["calendars.yaml:9:62: warning: 2025-01-01 was declared on 2025-01-02, after it had passed. Correct one of the dates."]);
        Add("no focal point", "people.csv", "mei@suara.example,SUARA,focal-point", "mei@suara.example,SUARA,head",
            ["organisations.csv:6:1: error: 'SUARA' has no focal point. Add one to people.csv."]);
        Add("no focal point when the round opens", "people.csv", "mei@suara.example,SUARA,focal-point,en,,", "mei@suara.example,SUARA,focal-point,en,2024-12-03,",
            ["organisations.csv:6:1: error: 'SUARA' has no focal point on 2024-12-02, in round 'annual'. Add a person valid then to people.csv, or change 'from' or 'to' of suara-focal."]);
        Add("gap between two focal points", "people.csv", "focal-point,ms,2025-01-01,", "focal-point,ms,2025-01-06,",
            ["organisations.csv:4:1: warning: 'PDRM' has no focal point on 2025-01-01 to 2025-01-05, in round 'annual'. Add a person valid then to people.csv, or change 'from' or 'to' of pdrm-focal, pdrm-focal-2."]);
        Add("no head", "people.csv", "jtk-head,Wan Yusof,yusof@jtk.example,JTK Kelantan,head,ms,,\n", "",
            ["organisations.csv:5:1: error: 'JTK Kelantan' has no head to be told of silence. Add one to people.csv."]);
        Add("head gone at the escalation", "people.csv", "JTK Kelantan,head,ms,,", "JTK Kelantan,head,ms,,2024-12-31",
            ["organisations.csv:5:1: error: 'JTK Kelantan' has no head to be told of silence on 2025-01-13, in round 'annual'. Add a person valid then to people.csv, or change 'from' or 'to' of jtk-head."]);
        Add("no signatory", "people.csv", "kdn-signatory,Mazlan bin Idris,mazlan@kdn.example,KDN,signatory,ms,,\n", "",
            ["organisations.csv:2:1: error: 'KDN' has no signatory. Add one to people.csv."]);
        Add("signatory gone before sign-off", "people.csv", "KDN,signatory,ms,,", "KDN,signatory,ms,,2025-01-17",
            ["organisations.csv:2:1: error: 'KDN' has no signatory on 2025-01-18 to 2025-01-21, in round 'annual'. Add a person valid then to people.csv, or change 'from' or 'to' of kdn-signatory."]);
        Add("no secretariat", "people.csv", "NSO MAPO,secretariat", "NSO MAPO,focal-point",
            ["cycle.yaml:7:14: error: The plan has no person with role secretariat. Add one to people.csv."]);
        Add("no chair", "people.csv", "NSO MAPO,chair", "NSO MAPO,head",
            ["rounds.yaml:18:20: error: The plan has no person with role chair to endorse. Add one to people.csv."]);
        Add("validity backwards", "people.csv", "mei@suara.example,SUARA,focal-point,en,,", "mei@suara.example,SUARA,focal-point,en,2025-03-01,2024-03-01",
            ["people.csv:10:72: error: 'to' (2024-03-01) is before 'from' (2025-03-01). Exchange or correct the dates."]);
        Add("too few values", "people.csv", "jtk-focal,Nik Aminah,aminah@jtk.example,JTK Kelantan,focal-point,ms,,", "jtk-focal,Nik Aminah,aminah@jtk.example,JTK Kelantan,focal-point,ms,\njtk-alternate,Zaki,zaki@jtk.example,JTK Kelantan,focal-point,ms,,",
            ["people.csv:8:1: error: This line has 7 values, the header has 8. Add or remove commas; put a value that contains a comma in quotes."]);
        Add("too many values", "organisations.csv", "\"Labour Office, Kelantan\"", "Labour Office, Kelantan",
            ["organisations.csv:5:1: error: This line has 8 values, the header has 7. Add or remove commas; put a value that contains a comma in quotes."]);
        Add("unknown column", "people.csv", "id,name,email,organisation,role,language,from,to", "id,name,e-mail,organisation,role,language,from,to",
            [
                "people.csv:1:1: error: Column 'email' is missing. Make the first line 'id,name,email,organisation,role,language,from,to'.",
                "people.csv:1:9: error: 'e-mail' is not a column that is known here. Write 'email', or remove the column.",
            ]);
        Add("column twice", "organisations.csv", "code,name,nameMs,kind", "code,name,name,kind",
            [
                "organisations.csv:1:1: error: Column 'nameMs' is missing. Make the first line 'code,name,nameMs,kind,ministry,calendar,language'.",
                "organisations.csv:1:11: error: Column 'name' is there twice. Remove one of them.",
            ]);
        Add("empty cell", "people.csv", "jtk-head,Wan Yusof,", "jtk-head,,",
            ["people.csv:9:10: error: 'name' is empty. Write a text."]);
        Add("quote that is never closed", "organisations.csv", "SUARA,Voice of Workers", "SUARA,\"Voice of Workers",
            ["organisations.csv:6:7: error: The quote that opens here is never closed. Close it, or write a quote inside a value twice; the lines from here on were not checked."]);
        Add("quote inside a value", "people.csv", "Mei Ling", "Mei \"Lin\" Ling",
            ["people.csv:10:1: error: A quote stands inside a value that is not quoted. Put the whole value in quotes, and write a quote inside it twice."]);
        Add("unknown kind", "organisations.csv", "partner,", "ngo,",
            ["organisations.csv:6:25: error: 'ngo' is not a kind of organisation. Write ministry, agency or partner."]);
        Add("unknown role", "people.csv", "SUARA,focal-point", "SUARA,focalpoint",
            ["people.csv:10:46: error: 'focalpoint' is not a role. Write focal-point, alternate, head, signatory, secretariat or chair."]);
        Add("no rows and no header", "people.csv", "*", "",
            ["people.csv:1:1: error: The file has no header. Make its first line 'id,name,email,organisation,role,language,from,to'."]);
    }
}
