using System.Text.Json.Nodes;
using DocumentFormat.OpenXml.Packaging;
using MimeKit;

namespace Assessment.Tests.Year;

/// <summary>What figures went through in the sample's annual round, read from what the rehearsal left.</summary>
[Collection(SampleYear.Collection)]
public sealed class FigureStoryTests(SampleYear sample)
{
    const string Annual = "my-tip-2025-annual";

    RehearsedYear Year => sample.Year;

    [Fact]
    public void An_answer_with_missing_parts_comes_back_by_itself_with_the_list_and_is_completed()
    {
        Assert.Equal(
            """
            2024-12-13 Fri 11:00 ItemReplied
            2024-12-13 Fri 11:00 ItemReturned
            2024-12-13 Fri 11:00 AcknowledgementSent
            2024-12-13 Fri 11:00 ReturnSent
            2024-12-16 Mon 09:27 ItemReplied
            2024-12-16 Mon 09:27 AcknowledgementSent
            2024-12-17 Tue 09:35 ItemAccepted
            """.ReplaceLineEndings("\n"),
            string.Join('\n', Year.About($"{Annual}-sprm").Where(line => line.Kind.StartsWith("Item", StringComparison.Ordinal) || line.Kind is "AcknowledgementSent" or "ReturnSent")));
        Assert.Equal(
            "system: SPRM, R03: answer 1 came back by itself, its figures lack something. (R03.2: cut-off date not stated. R03.3: source not stated.)",
            Year.About($"{Annual}-sprm").Single(line => line.Kind == "ItemReturned").Text);
        Assert.DoesNotContain(Year.Cards, card => (string?)card["key"] == $"{Annual}-sprm-r03-v1");
    }

    [Fact]
    public void The_list_of_what_is_missing_is_all_in_the_language_of_its_reader()
    {
        var mail = Assert.Single(Year.Sent("return", $"{Annual}-sprm"));

        Assert.Contains("- R03.2: tarikh setakat tidak dinyatakan.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("- R03.3: sumber tidak dinyatakan.", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("not stated", mail.Text, StringComparison.Ordinal);
        Assert.Contains("R03 ", Year.Sent("acknowledgement", $"{Annual}-sprm").First().Text.Split("Masih belum diterima")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_letter_that_asks_for_figures_carries_its_form_and_no_other_does()
    {
        var letters = Year.Mails.Where(mail => mail.Kind == "letter").ToList();
        var withForm = letters.Where(mail => mail.Message.Attachments.Any(file => file.ContentDisposition?.FileName?.EndsWith(".xlsx", StringComparison.Ordinal) == true)).Select(mail => mail.About).ToHashSet();
        var asked = sample.Plan.Rounds
            .SelectMany(round => round.Asks.Select(ask => (Call: $"my-tip-2025-{round.Id}-{sample.Plan.Organisation(ask.Organisation).Slug}", ask)))
            .Where(pair => Assessment.Mail.Letters.FiguresOf(sample.Plan.Recommendation(pair.ask.Recommendation), pair.ask.Organisation).Count > 0)
            .Select(pair => pair.Call)
            .ToHashSet();

        Assert.NotEmpty(asked);
        Assert.True(letters.Count > asked.Count);
        Assert.Equal(asked.Order(), withForm.Order());
    }

    [Fact]
    public void The_form_that_was_filled_in_and_sent_back_is_the_answer_and_no_evidence()
    {
        var reply = Year.Mails.First(mail => !mail.IsOutgoing && mail.About == $"{Annual}-jtksm");
        var form = Assert.Single(reply.Message.Attachments.OfType<MimePart>(), part => part.FileName == $"{Annual}-jtksm-borang.xlsx");

        Assert.DoesNotContain("--- R04 ---", reply.Text.Split("\n>")[0], StringComparison.Ordinal);
        Assert.Equal(("388", "251"), (Cell(form, "R04.1"), Cell(form, "R04.1/sector/#1")));
        Assert.Equal(
            $"muhammad.faiz@jtksm.example: JTKSM: {Annual}-jtksm-borang.xlsx is the form of the data call; it is kept and is no evidence.",
            Assert.Single(Year.About($"{Annual}-jtksm"), line => line.Kind == "FormRead").Text);
        Assert.EndsWith("answer 1 (text, 2 figures, 2 files).", Year.About($"{Annual}-jtksm/R04").Single(line => line.Kind == "ItemReplied").Text, StringComparison.Ordinal);
        Assert.Equal(8, Year.About($"{Annual}-jtksm").Where(line => line.Kind == "ItemAccepted").Select(line => line.Subject).Distinct().Count());
        Assert.Contains($"- {Annual}-jtksm-borang.xlsx: borang permohonan maklumat", Year.Sent("acknowledgement", $"{Annual}-jtksm").First().Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Year.Manifest("annual").Evidence, evidence => evidence.OriginalName.Contains("borang", StringComparison.Ordinal));
    }

    [Fact]
    public void A_conflict_of_two_agencies_is_settled_by_a_named_person_before_either_ministry_signs()
    {
        var settled = Year.Timeline.Single(line => line.Kind == "ConflictSettled" && line.Text.Contains("R02.2", StringComparison.Ordinal));

        Assert.Equal("system: R02.2 is stated with different values: AGC 38, PDRM 41.", Year.Timeline.Single(line => line.Kind == "ConflictFound" && line.Text.Contains("R02.2", StringComparison.Ordinal)).Text);
        Assert.StartsWith("nso-officer-1: R02.2: AGC 38, PDRM 41; the figure of PDRM stands. (The police counted to 31 December", settled.Text, StringComparison.Ordinal);
        foreach (var ministry in new[] { "AGC", "KDN" })
        {
            var signed = Year.Timeline.First(line => line.Kind == "SignOffGiven" && line.Subject == Annual && line.Text.Contains($" {ministry}:", StringComparison.Ordinal));
            Assert.True(settled.Local < signed.Local);
            Assert.Contains("the figure of PDRM stands. The police counted to 31 December", Card($"{Annual}-signoff-{ministry.ToLowerInvariant()}-v1").ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_reviewer_of_the_second_side_sees_both()
    {
        var shown = Facts(Card($"{Annual}-pdrm-r02-v1"), "Stated differently");

        Assert.Contains("- AGC (R02.2): 38 persons, period 1 April 2024 to 30 November 2024, cut-off 30 November 2024", Assert.Single(shown), StringComparison.Ordinal);
        Assert.Contains("- PDRM (R02.2): 41 persons, period 1 April 2024 to 31 December 2024, cut-off 31 December 2024", shown[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_document_shows_the_value_that_stands_and_a_note_with_both()
    {
        var text = DocumentText();

        Assert.Contains("Different values are stated: AGC 38 (1\u00a0Apr\u00a02024 – 30\u00a0Nov\u00a02024, cut-off 30 Nov 2024, Prosecution division case table); PDRM 41", text, StringComparison.Ordinal);
        Assert.Contains("That of PDRM stands: The police counted to 31 December as the round asks.", text, StringComparison.Ordinal);
        Assert.Contains("Both stand, they count different things: The registry counts two cases that are stayed", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_total_that_is_not_the_sum_of_its_parts_is_pointed_out_and_returned_by_the_reviewer()
    {
        Assert.Equal(["R15.2: the parts by outcome add up to 27, the total says 29."], Facts(Card($"{Annual}-jim-r15-v1"), "Please look at"));
        Assert.Equal("return", (string?)Card($"{Annual}-jim-r15-v1")["pressed"]!["choice"]);
        Assert.Empty(Facts(Card($"{Annual}-jim-r15-v2"), "Please look at"));
    }

    [Fact]
    public void A_calendar_year_is_pointed_out_and_comes_back_with_the_right_period()
    {
        Assert.Equal(
            "R14.1: the period is the calendar year 2024, 2024-01-01 to 2024-12-31; asked is 2024-04-01 to 2024-12-31.",
            Facts(Card($"{Annual}-kln-r14-v1"), "Please look at")[0]);
        Assert.Equal(
            """
            2024-12-20 Fri 11:00 ItemReplied
            2024-12-20 Fri 16:00 ItemReturned
            2024-12-23 Mon 09:50 ItemReplied
            2024-12-23 Mon 14:50 ItemAccepted
            """.ReplaceLineEndings("\n"),
            string.Join('\n', Year.About($"{Annual}-kln/R14").Where(line => line.Kind.StartsWith("Item", StringComparison.Ordinal))));
        Assert.Empty(Facts(Card($"{Annual}-kln-r14-v2"), "Please look at"));
    }

    [Fact]
    public void A_jump_over_last_year_is_pointed_out_and_the_answer_says_why()
    {
        var card = Card($"{Annual}-jtksm-r14-v1");

        Assert.Equal(["R14.3: 487 against 233 last year is a change beyond the factor 2."], Facts(card, "Please look at"));
        Assert.Contains("because complaints can be made online since 1 June 2024", card.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("accept", (string?)card["pressed"]!["choice"]);
    }

    [Fact]
    public void A_figure_that_is_not_available_with_reason_and_plan_does_not_come_back()
    {
        Assert.DoesNotContain(Year.About($"{Annual}-agc/R05"), line => line.Kind == "ItemReturned");
        Assert.Contains("Not available: Judgment dates of 14 courts are still collected by hand. Planned by 15 Mar 2025.", DocumentText(), StringComparison.Ordinal);
    }

    JsonObject Card(string key) => Year.Cards.Single(card => (string?)card["key"] == key);

    static List<string> Facts(JsonObject card, string title) =>
    [
        .. card["card"]!["body"]!.AsArray().Where(block => (string?)block!["type"] == "FactSet")
            .SelectMany(block => block!["facts"]!.AsArray()).Where(fact => (string?)fact!["title"] == title).Select(fact => (string)fact!["value"]!),
    ];

    string DocumentText()
    {
        var content = RehearsedYear.Entries(Year.PackageOf("annual")).Single(entry => entry.Key.EndsWith(".docx", StringComparison.Ordinal) && !entry.Key.StartsWith("evidence/", StringComparison.Ordinal)).Value;
        using var document = WordprocessingDocument.Open(new MemoryStream(content), isEditable: false);
        return document.MainDocumentPart!.Document!.InnerText;
    }

    static string Cell(MimePart form, string key)
    {
        using var content = new MemoryStream();
        form.Content!.DecodeTo(content);
        using var document = SpreadsheetDocument.Open(content, isEditable: false);
        return Figures.Forms.CellAt(document, key, "#value").InnerText;
    }
}
