using System.Text.Json;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Host.Sandbox;
using Assessment.Register;

namespace Assessment.Tests.Register;

public sealed class RegisterTests : IDisposable
{
    const string Call = "my-tip-2025-annual-pdrm";

    readonly SqliteRegister rows = new("Data Source=:memory:");
    readonly Assessment.Register.Register register;

    public RegisterTests() => register = new Assessment.Register.Register(rows);

    public void Dispose() => rows.Dispose();

    [Fact]
    public async Task A_record_is_kept_in_the_table_that_its_type_names()
    {
        Assert.True(await register.Insert(Call, "R01", Asked("R01")));

        var row = await rows.Find("Items", Call, "R01");
        Assert.Equal(
            """{"callId":"my-tip-2025-annual-pdrm","code":"R01","status":"Asked","dueAt":"2025-01-10T17:00:00+08:00","version":0,"because":[],"sentBack":0,"reviewShown":0,"reviewReminders":0,"returnUntold":false}""",
            row!.Json);
    }

    [Fact]
    public async Task A_record_comes_back_with_all_that_it_holds()
    {
        await register.Insert(Call, "R01", Answered);
        var found = await register.Find<Item>(Call, "R01");

        Assert.Equal(Text(Answered), Text(found!));
        Assert.Equal(Answered.DueAt.Offset, found!.DueAt.Offset);
        Assert.Equal(Answered.Answer!.ReceivedAt, found.Answer!.ReceivedAt);
        Assert.Equal(1234567.89m, found.Answer.Figures[0].Value);
    }

    [Fact]
    public async Task A_record_that_was_never_written_is_not_found()
        => Assert.Null(await register.Find<Item>(Call, "R01"));

    [Fact]
    public async Task The_first_insert_wins()
    {
        Assert.True(await register.Insert(Call, "R01", Asked("R01")));
        Assert.False(await register.Insert(Call, "R01", Answered));
        Assert.Equal(ItemStatus.Asked, (await register.Find<Item>(Call, "R01"))!.Status);
    }

    [Fact]
    public async Task A_save_writes_whatever_was_there()
    {
        await register.Save(Call, "R01", Asked("R01"));
        await register.Save(Call, "R01", Answered);
        Assert.Equal(ItemStatus.Replied, (await register.Find<Item>(Call, "R01"))!.Status);
    }

    [Fact]
    public async Task A_list_is_in_the_order_of_the_ids_and_bounded_by_the_prefix()
    {
        foreach (var code in new[] { "R10", "N01", "R02", "R01" })
            await register.Insert(Call, code, Asked(code));

        Assert.Equal(["N01", "R01", "R02", "R10"], (await register.List<Item>(Call)).Select(item => item.Code));
        Assert.Equal(["R01", "R02"], (await register.List<Item>(Call, "R0")).Select(item => item.Code));
        Assert.Empty(await register.List<DataCall>(Call));
    }

    [Fact]
    public async Task An_update_changes_what_is_there_and_gives_it_back()
    {
        await register.Insert(Call, "R01", Asked("R01"));

        var changed = await register.Update<Item>(Call, "R01", item => item with { Version = item.Version + 1 });

        Assert.Equal(1, changed.Version);
        Assert.Equal(1, (await register.Find<Item>(Call, "R01"))!.Version);
    }

    [Fact]
    public async Task An_update_that_changes_nothing_writes_nothing()
    {
        await register.Insert(Call, "R01", Answered);
        var before = await rows.Find("Items", Call, "R01");

        await register.Update<Item>(Call, "R01", item => item);
        await register.Update<Item>(Call, "R01", item => item with { Status = ItemStatus.Replied });

        Assert.Equal(before, await rows.Find("Items", Call, "R01"));
    }

    [Fact]
    public async Task An_update_that_another_writer_overtook_is_made_on_what_that_writer_left()
    {
        await register.Insert(Call, "R01", Asked("R01"));
        var overtaken = 0;

        await register.Update<Item>(Call, "R01", item =>
        {
            if (overtaken++ < 3)
                register.Update<Item>(Call, "R01", other => other with { Version = other.Version + 10 }).Wait();

            return item with { Version = item.Version + 1 };
        });

        Assert.Equal(31, (await register.Find<Item>(Call, "R01"))!.Version);
    }

    [Fact]
    public async Task An_update_that_is_always_overtaken_gives_up_with_a_sentence()
    {
        await register.Insert(Call, "R01", Asked("R01"));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => register.Update<Item>(Call, "R01", item =>
        {
            register.Save(Call, "R01", item with { Version = item.Version + 10 }).Wait();
            return item with { Version = item.Version + 1 };
        }));

        Assert.Equal("Items my-tip-2025-annual-pdrm R01 was changed by others 100 times in a row.", failure.Message);
    }

    [Fact]
    public async Task Parallel_updates_are_all_made()
    {
        await register.Insert(Call, "R01", Asked("R01"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(
            () => register.Update<Item>(Call, "R01", item => item with { Version = item.Version + 1 }))));

        Assert.Equal(20, (await register.Find<Item>(Call, "R01"))!.Version);
    }

    [Fact]
    public async Task An_update_of_what_is_not_there_fails_with_a_sentence()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => register.Update<Item>(Call, "R01", item => item));
        Assert.Equal("Items my-tip-2025-annual-pdrm R01 is not in the register, so it cannot be changed.", failure.Message);
    }

    [Fact]
    public async Task A_type_that_names_no_table_is_refused()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => register.Save(Call, "R01", new StoredContent("", 0)));
        Assert.Equal("StoredContent names no table: put [Table] on it.", failure.Message);
    }

    static Item Asked(string code) => new()
    {
        CallId = Call,
        Code = code,
        Status = ItemStatus.Asked,
        DueAt = new DateTimeOffset(2025, 1, 10, 17, 0, 0, TimeSpan.FromHours(8)),
    };

    static Item Answered { get; } = Asked("R01") with
    {
        Status = ItemStatus.Replied,
        Version = 2,
        Answer = new Answer
        {
            MessageId = "<CAF+7x=@mail.gov.my>",
            ReceivedAt = new DateTimeOffset(2025, 1, 9, 8, 15, 30, 123, TimeSpan.Zero).AddTicks(4567),
            SentBy = "pdrm-focal",
            Narrative = "Siasatan “pemerdagangan orang” – 人口贩运",
            Figures = [new Figure { Indicator = "R01-1", Value = 1234567.89m, From = new DateOnly(2024, 4, 1), Parts = [new Part("lelaki", 1), new Part("perempuan", 2)] }],
        },
    };

    static string Text(Item item) => JsonSerializer.Serialize(item, RegisterJson.Options);
}
