using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Assessment.Register;

/// <summary>The register in Azure Tables. Tables are made on first use; a row's JSON is spread over as many properties as it needs.</summary>
public sealed class TablesRegister(TableServiceClient service) : IRegister
{
    // A property holds 64 KiB, which is 32,768 characters.
    const int PieceLength = 30_000;

    readonly ConcurrentDictionary<string, TableClient> tables = new(StringComparer.Ordinal);

    public async Task<Row?> Find(string table, string partition, string id, CancellationToken cancellation = default)
    {
        RegisterKeys.Check(table, partition, id);
        var client = await Table(table, cancellation);
        var found = await client.GetEntityIfExistsAsync<TableEntity>(partition, id, cancellationToken: cancellation);
        return found.HasValue ? ToRow(found.Value!) : null;
    }

    public IAsyncEnumerable<Row> List(string table, string partition, string prefix = "", string from = "", CancellationToken cancellation = default)
    {
        RegisterKeys.CheckList(table, partition, prefix, from);
        return Rows(table, Filter(partition, prefix, from), cancellation);
    }

    public async Task<bool> Commit(string table, string partition, IReadOnlyList<Change> changes, CancellationToken cancellation = default)
    {
        RegisterKeys.Check(table, partition, changes);
        if (changes.Count == 0)
            return true;

        var client = await Table(table, cancellation);
        try
        {
            return changes.Count == 1
                ? await Make(client, partition, changes[0], cancellation)
                : await MakeAll(client, partition, changes, cancellation);
        }
        catch (RequestFailedException failure) when (IsConflict(failure))
        {
            return false;
        }
    }

    async Task<TableClient> Table(string name, CancellationToken cancellation)
    {
        if (tables.TryGetValue(name, out var known))
            return known;

        var client = service.GetTableClient(name);
        await client.CreateIfNotExistsAsync(cancellation);
        return tables.GetOrAdd(name, client);
    }

    async IAsyncEnumerable<Row> Rows(string table, string filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var client = await Table(table, cancellation);
        await foreach (var entity in client.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            yield return ToRow(entity);
    }

    static string Filter(string partition, string prefix, string from)
    {
        var first = string.CompareOrdinal(prefix, from) > 0 ? prefix : from;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first}");
        return RegisterKeys.After(prefix) is { } end
            ? $"{filter} and {TableClient.CreateQueryFilter($"RowKey lt {end}")}"
            : filter;
    }

    static async Task<bool> Make(TableClient client, string partition, Change change, CancellationToken cancellation)
    {
        using var response = await (change.Kind switch
        {
            ChangeKind.Insert => client.AddEntityAsync(ToEntity(partition, change), cancellation),
            ChangeKind.Update => client.UpdateEntityAsync(ToEntity(partition, change), new ETag(change.ETag), TableUpdateMode.Replace, cancellation),
            ChangeKind.Upsert => client.UpsertEntityAsync(ToEntity(partition, change), TableUpdateMode.Replace, cancellation),
            ChangeKind.Delete => client.DeleteEntityAsync(partition, change.Id, new ETag(change.ETag), cancellation),
            _ => throw UnknownKind(change),
        });

        // The client does not throw when what it deletes is gone.
        return !response.IsError;
    }

    static async Task<bool> MakeAll(TableClient client, string partition, IReadOnlyList<Change> changes, CancellationToken cancellation)
    {
        await client.SubmitTransactionAsync(changes.Select(change => ToAction(partition, change)), cancellation);
        return true;
    }

    static TableTransactionAction ToAction(string partition, Change change) => change.Kind switch
    {
        ChangeKind.Insert => new(TableTransactionActionType.Add, ToEntity(partition, change)),
        ChangeKind.Update => new(TableTransactionActionType.UpdateReplace, ToEntity(partition, change), new ETag(change.ETag)),
        ChangeKind.Upsert => new(TableTransactionActionType.UpsertReplace, ToEntity(partition, change)),
        ChangeKind.Delete => new(TableTransactionActionType.Delete, new TableEntity(partition, change.Id), new ETag(change.ETag)),
        _ => throw UnknownKind(change),
    };

    // A missing table is no conflict: somebody removed it under the running app.
    static bool IsConflict(RequestFailedException failure)
        => failure.Status == 412
            || failure.ErrorCode == TableErrorCode.EntityAlreadyExists
            || failure.ErrorCode == TableErrorCode.EntityNotFound
            || failure.ErrorCode == TableErrorCode.ResourceNotFound;

    static InvalidOperationException UnknownKind(Change change) => new($"Unknown kind of change {change.Kind}.");

    static TableEntity ToEntity(string partition, Change change)
    {
        var entity = new TableEntity(partition, change.Id);
        for (int start = 0, piece = 0; start < change.Json.Length || piece == 0; piece++)
        {
            var length = PieceAt(change.Json, start);
            entity[Piece(piece)] = change.Json.Substring(start, length);
            start += length;
        }

        return entity;
    }

    // Half of a character outside the basic plane would not survive on its own.
    static int PieceAt(string json, int start)
    {
        var length = Math.Min(PieceLength, json.Length - start);
        return length > 0 && char.IsHighSurrogate(json[start + length - 1]) ? length - 1 : length;
    }

    static Row ToRow(TableEntity entity)
    {
        var json = new StringBuilder();
        for (var piece = 0; entity.TryGetValue(Piece(piece), out var text); piece++)
            json.Append((string)text);

        return new Row(entity.RowKey, json.ToString(), entity.ETag.ToString());
    }

    static string Piece(int index) => "Json" + index.ToString(CultureInfo.InvariantCulture);
}
