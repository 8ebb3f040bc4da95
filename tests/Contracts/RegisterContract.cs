using System.Globalization;
using System.Text;
using Assessment.Register;

namespace Assessment.Tests.Contracts;

/// <summary>What every register does, whatever it is made of.</summary>
public abstract class RegisterContract
{
    protected const string Partition = "my-tip-2025-annual";

    protected abstract IRegister Register { get; }

    /// <summary>A table that no other test uses.</summary>
    protected virtual string Table => "Items";

    [Fact]
    public async Task A_row_that_was_never_written_is_not_found()
        => Assert.Null(await Register.Find(Table, Partition, "R01"));

    [Fact]
    public async Task An_inserted_row_is_found_as_it_was_written()
    {
        Assert.True(await Commit(Change.Insert("R01", """{"a":1}""")));

        var row = await Register.Find(Table, Partition, "R01");
        Assert.Equal(("R01", """{"a":1}"""), (row!.Id, row.Json));
        Assert.NotEmpty(row.ETag);
    }

    [Fact]
    public async Task The_first_insert_wins()
    {
        Assert.True(await Commit(Change.Insert("R01", "1")));
        Assert.False(await Commit(Change.Insert("R01", "2")));
        Assert.Equal("1", await JsonOf("R01"));
    }

    [Fact]
    public async Task An_update_needs_the_ETag_of_the_row_as_it_is()
    {
        await Commit(Change.Insert("R01", "1"));
        var first = await ETagOf("R01");

        Assert.True(await Commit(Change.Update("R01", "2", first)));
        Assert.False(await Commit(Change.Update("R01", "3", first)));
        Assert.Equal("2", await JsonOf("R01"));
        Assert.True(await Commit(Change.Update("R01", "4", await ETagOf("R01"))));
        Assert.Equal("4", await JsonOf("R01"));
    }

    [Fact]
    public async Task Writing_the_same_content_again_still_makes_a_new_ETag()
    {
        await Commit(Change.Insert("R01", "1"));
        var first = await ETagOf("R01");

        await Commit(Change.Upsert("R01", "1"));

        Assert.NotEqual(first, await ETagOf("R01"));
        Assert.False(await Commit(Change.Update("R01", "2", first)));
    }

    [Fact]
    public async Task An_update_of_a_row_that_is_gone_is_a_conflict()
    {
        await Commit(Change.Insert("R01", "1"));
        var etag = await ETagOf("R01");
        await Commit(Change.Delete("R01", etag));

        Assert.False(await Commit(Change.Update("R01", "2", etag)));
        Assert.Null(await Register.Find(Table, Partition, "R01"));
    }

    [Fact]
    public async Task An_upsert_writes_whatever_was_there()
    {
        Assert.True(await Commit(Change.Upsert("R01", """{"a":1,"b":2}""")));
        Assert.True(await Commit(Change.Upsert("R01", """{"a":3}""")));
        Assert.Equal("""{"a":3}""", await JsonOf("R01"));
    }

    [Fact]
    public async Task A_shorter_row_leaves_nothing_of_the_longer_one()
    {
        await Commit(Change.Insert("R01", Long(100_000)));
        await Commit(Change.Update("R01", "short", await ETagOf("R01")));
        Assert.Equal("short", await JsonOf("R01"));

        await Commit(Change.Upsert("R01", Long(100_000)));
        await Commit(Change.Upsert("R01", "shorter"));
        Assert.Equal("shorter", await JsonOf("R01"));
    }

    [Fact]
    public async Task A_delete_needs_the_ETag_of_the_row_as_it_is()
    {
        await Commit(Change.Insert("R01", "1"));
        var first = await ETagOf("R01");
        await Commit(Change.Upsert("R01", "2"));

        Assert.False(await Commit(Change.Delete("R01", first)));
        Assert.True(await Commit(Change.Delete("R01", await ETagOf("R01"))));
        Assert.Null(await Register.Find(Table, Partition, "R01"));
        Assert.Empty(await Ids());
    }

    [Fact]
    public async Task A_delete_of_a_row_that_is_gone_is_a_conflict()
    {
        await Commit(Change.Insert("R01", "1"));
        var etag = await ETagOf("R01");

        Assert.True(await Commit(Change.Delete("R01", etag)));
        Assert.False(await Commit(Change.Delete("R01", etag)));
    }

    [Fact]
    public async Task An_ETag_from_before_a_deletion_does_not_fit_the_row_that_came_after()
    {
        await Commit(Change.Insert("R01", "1"));
        var before = await ETagOf("R01");
        await Commit(Change.Delete("R01", before));

        Assert.True(await Commit(Change.Insert("R01", "2")));
        Assert.False(await Commit(Change.Update("R01", "3", before)));
        Assert.Equal("2", await JsonOf("R01"));
    }

    [Fact]
    public async Task A_commit_without_changes_is_made()
        => Assert.True(await Commit());

    [Fact]
    public async Task A_commit_makes_changes_of_every_kind_together()
    {
        await Commit(Change.Insert("R01", "1"), Change.Insert("R02", "1"), Change.Insert("R03", "1"));

        Assert.True(await Commit(
            Change.Update("R01", "2", await ETagOf("R01")),
            Change.Delete("R02", await ETagOf("R02")),
            Change.Upsert("R03", "2"),
            Change.Upsert("R04", "2"),
            Change.Insert("R05", "2")));

        Assert.Equal(["R01=2", "R03=2", "R04=2", "R05=2"], await Content());
    }

    public static TheoryData<Change> Conflicts =>
    [
        Change.Insert("R02", "changed"),
        Change.Update("R02", "changed", "W/\"datetime'2025-01-10T08%3A00%3A00.0000000Z'\""),
        Change.Update("R09", "changed", "W/\"datetime'2025-01-10T08%3A00%3A00.0000000Z'\""),
        Change.Delete("R02", "W/\"datetime'2025-01-10T08%3A00%3A00.0000000Z'\""),
    ];

    [Theory]
    [MemberData(nameof(Conflicts), DisableDiscoveryEnumeration = true)]
    public async Task One_conflict_undoes_the_whole_commit(Change conflict)
    {
        await Commit(Change.Insert("R01", "1"), Change.Insert("R02", "1"));

        Assert.False(await Commit(
            Change.Update("R01", "changed", await ETagOf("R01")),
            Change.Insert("R03", "changed"),
            conflict,
            Change.Insert("R04", "changed")));

        Assert.Equal(["R01=1", "R02=1"], await Content());
        Assert.True(await Commit(Change.Update("R01", "2", await ETagOf("R01"))));
    }

    [Fact]
    public async Task A_hundred_changes_are_one_commit()
    {
        var changes = Enumerable.Range(0, 100).Select(number => Change.Insert(Id(number), Text(number))).ToArray();

        Assert.True(await Commit(changes));
        Assert.Equal(changes.Select(change => $"{change.Id}={change.Json}"), await Content());
    }

    [Fact]
    public async Task More_than_a_hundred_changes_are_refused()
    {
        var changes = Enumerable.Range(0, 101).Select(number => Change.Insert(Id(number), "1")).ToArray();

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Commit(changes));
        Assert.Equal("A commit makes at most 100 changes, not 101: split it.", refusal.Message);
    }

    [Fact]
    public async Task A_row_is_changed_once_in_a_commit()
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Commit(Change.Insert("R01", "1"), Change.Upsert("R01", "2")));
        Assert.Equal("A commit changes each row once; 'R01' is there twice.", refusal.Message);
    }

    [Fact]
    public async Task A_list_is_in_ordinal_order()
    {
        string[] ids = ["b", "a", "Z", "a-1", "a.1", "a 1", "10", "9", "_", "~"];
        await Commit([.. ids.Select(id => Change.Insert(id, "1"))]);

        Assert.Equal(ids.Order(StringComparer.Ordinal), await Ids());
    }

    [Theory]
    [InlineData("", "", "entry-1 entry-2 entry-3 head key-a key-~")]
    [InlineData("entry-", "", "entry-1 entry-2 entry-3")]
    [InlineData("entry-", "entry-2", "entry-2 entry-3")]
    [InlineData("entry-", "a", "entry-1 entry-2 entry-3")]
    [InlineData("entry-", "head", "")]
    [InlineData("", "entry-3", "entry-3 head key-a key-~")]
    [InlineData("key-~", "", "key-~")]
    [InlineData("other", "", "")]
    public async Task A_list_is_bounded_by_prefix_and_start(string prefix, string from, string expected)
    {
        string[] ids = ["entry-1", "entry-2", "entry-3", "head", "key-a", "key-~"];
        await Commit([.. ids.Select(id => Change.Insert(id, "1"))]);

        Assert.Equal(expected, string.Join(' ', await Ids(prefix, from)));
    }

    [Fact]
    public async Task A_list_of_more_rows_than_a_page_is_complete()
    {
        for (var start = 0; start < 1_100; start += 100)
            await Commit([.. Enumerable.Range(start, 100).Select(number => Change.Insert(Id(number), "1"))]);

        Assert.Equal(Enumerable.Range(0, 1_100).Select(Id), await Ids());
    }

    [Fact]
    public async Task Partitions_and_tables_are_apart()
    {
        await Register.Commit(Table, "one", [Change.Insert("R01", "1")]);
        await Register.Commit(Table, "two", [Change.Insert("R01", "2")]);
        await Register.Commit(Table + "Other", "one", [Change.Insert("R01", "3")]);

        Assert.Equal("1", (await Register.Find(Table, "one", "R01"))!.Json);
        Assert.Equal("2", (await Register.Find(Table, "two", "R01"))!.Json);
        Assert.Equal("3", (await Register.Find(Table + "Other", "one", "R01"))!.Json);
        Assert.Null(await Register.Find(Table + "Other", "two", "R01"));
    }

    public static TheoryData<string> Contents =>
    [
        "",
        "Pasukan Siasatan — “pemerdagangan orang”, 人口贩运, ஆள் கடத்தல், 🇲🇾 👩🏽‍⚖️ \" ' \\ \t \n < > & \u0085 \u2028",
        Long(200_000),
        new string('é', 200_000),
        // Characters of two halves at every place where a row may be cut.
        "x" + string.Concat(Enumerable.Repeat("👩", 50_000)),
        string.Concat(Enumerable.Repeat("👩", 50_000)),
    ];

    [Theory]
    [MemberData(nameof(Contents), DisableDiscoveryEnumeration = true)]
    public async Task Content_of_any_alphabet_and_length_comes_back_unchanged(string json)
    {
        Assert.True(await Commit(Change.Insert("R01", json)));
        Assert.True(json == await JsonOf("R01"), "The content came back changed.");
        Assert.Equal(["R01"], await Ids());
    }

    [Fact]
    public async Task A_row_that_would_not_fit_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Commit(Change.Insert("R01", new string('x', 450_001))));
        Assert.Equal("The row 'R01' has 450001 characters of JSON; at most 450000 fit: keep long content in the evidence store.", refusal.Message);
    }

    [Fact]
    public async Task A_commit_that_would_not_fit_is_refused()
    {
        Change[] changes = [.. Enumerable.Range(0, 10).Select(number => Change.Insert(Id(number), new string('x', 440_000)))];

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Commit(changes));
        Assert.Equal("The 10 changes together are larger than the 4000000 bytes of a commit: split it.", refusal.Message);
    }

    [Fact]
    public async Task A_commit_that_just_fits_is_made()
        => Assert.True(await Commit([.. Enumerable.Range(0, 10).Select(number => Change.Insert(Id(number), new string('x', 390_000)))]));

    [Theory]
    [InlineData("it's")]
    [InlineData("''")]
    [InlineData("a b")]
    [InlineData("<CAF+7x=@mail.gov.my>")]
    [InlineData("a&b=c;d,e:f")]
    [InlineData("(x) eq 'y' or {z}")]
    [InlineData("!\"$^`|~*[]")]
    public async Task Keys_of_printable_ASCII_are_keys(string key)
    {
        Assert.True(await Register.Commit(Table, key, [Change.Insert(key, "1")]));
        var row = await Register.Find(Table, key, key);
        Assert.Equal(key, row!.Id);
        Assert.Equal([key], await Register.List(Table, key, key, key).Select(found => found.Id).ToListAsync());

        Assert.True(await Register.Commit(Table, key, [Change.Update(key, "2", row.ETag), Change.Insert(key + "2", "2")]));
        row = await Register.Find(Table, key, key);
        Assert.True(await Register.Commit(Table, key, [Change.Update(key, "3", row!.ETag)]));
        row = await Register.Find(Table, key, key);
        Assert.Equal("3", row!.Json);
        Assert.True(await Register.Commit(Table, key, [Change.Delete(key, row.ETag)]));
    }

    [Fact]
    public async Task The_longest_key_is_200_characters()
    {
        var longest = new string('k', 200);
        Assert.True(await Register.Commit(Table, longest, [Change.Insert(longest, "1")]));
        Assert.NotNull(await Register.Find(Table, longest, longest));
        await Assert.ThrowsAsync<ArgumentException>(() => Commit(Change.Insert(longest + "k", "1")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a%b")]
    [InlineData("a\tb")]
    [InlineData("a\u007fb")]
    [InlineData("é")]
    public async Task Other_keys_are_refused(string key)
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Commit(Change.Insert(key, "1")));
        Assert.Equal($"'{key}' is no id: 1 to 200 characters of printable ASCII without / \\ # ? and %.", refusal.Message);
        await Assert.ThrowsAsync<ArgumentException>(() => Register.Commit(Table, key, []));
        await Assert.ThrowsAsync<ArgumentException>(() => Register.Find(Table, key, "R01"));
        await Assert.ThrowsAsync<ArgumentException>(() => Register.Find(Table, Partition, key));
        Assert.Throws<ArgumentException>(() => Register.List(Table, key));
        Assert.Equal(key.Length > 0, Record.Exception(() => Register.List(Table, Partition, key)) is ArgumentException);
    }

    [Theory]
    [InlineData("")]
    [InlineData("It")]
    [InlineData("1Items")]
    [InlineData("data-calls")]
    public async Task Other_table_names_are_refused(string table)
        => await Assert.ThrowsAsync<ArgumentException>(() => Register.Find(table, Partition, "R01"));

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    public async Task An_update_or_delete_without_an_ETag_is_refused(string etag)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Commit(Change.Update("R01", "1", etag)));
        await Assert.ThrowsAsync<ArgumentException>(() => Commit(Change.Delete("R01", etag)));
    }

    [Fact]
    public async Task Parallel_increments_are_all_counted()
    {
        await Commit(Change.Insert("counter", "0"));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Increment(times: 5))));

        Assert.Equal("40", await JsonOf("counter"));
    }

    async Task Increment(int times)
    {
        while (times > 0)
        {
            var row = await Register.Find(Table, Partition, "counter");
            if (await Commit(Change.Update("counter", Text(int.Parse(row!.Json, CultureInfo.InvariantCulture) + 1), row.ETag)))
                times--;
        }
    }

    [Fact]
    public async Task Of_parallel_inserts_exactly_one_wins()
    {
        var inserts = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Task.Run(() => Commit(Change.Insert("R01", Text(number))))));

        Assert.Equal(1, inserts.Count(won => won));
        Assert.Equal(Text(Array.IndexOf(inserts, true)), await JsonOf("R01"));
    }

    protected Task<bool> Commit(params Change[] changes) => Register.Commit(Table, Partition, changes);

    async Task<string> JsonOf(string id) => (await Register.Find(Table, Partition, id))!.Json;

    async Task<string> ETagOf(string id) => (await Register.Find(Table, Partition, id))!.ETag;

    async Task<List<string>> Ids(string prefix = "", string from = "")
        => await Register.List(Table, Partition, prefix, from).Select(row => row.Id).ToListAsync();

    protected async Task<List<string>> Content()
        => await Register.List(Table, Partition).Select(row => $"{row.Id}={row.Json}").ToListAsync();

    static string Id(int number) => "R" + number.ToString("D4", CultureInfo.InvariantCulture);

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    static string Long(int length)
    {
        var text = new StringBuilder();
        for (var number = 0; text.Length < length; number++)
            text.Append(CultureInfo.InvariantCulture, $"{number} ");

        return text.ToString(0, length);
    }
}
