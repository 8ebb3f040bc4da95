using System.Security.Claims;
using System.Text;
using Assessment.Host.Functions;

namespace Assessment.Tests.Host;

public class HttpFunctionsTests
{
    const string Key = "a-key-of-this-start";
    const string SomeId = "0b9c4b1e-3d4f-4a7e-9a57-2f6c1f1f2a10";

    const string Form =
        "--part\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nsigned\r\n"
        + "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"letter.pdf\"\r\n\r\n%PDF-1.7\r\n--part--\r\n";

    static readonly FunctionCatalog Catalog = FunctionCatalog.Find([typeof(SampleHttp)]);

    static readonly LocalServerControls Controls = new(
        _ => Task.FromResult<object>(new { State = "resting" }),
        _ => Task.FromResult<object>(new { Stepped = true }),
        (to, _) => Task.FromResult<object>(new { To = to.UtcDateTime }));

    public static TheoryData<string, string, string, string, int, string> Calls => new()
    {
        { "GET", "/api/hello/ana", "", "", 200, "GET ana once" },
        { "GET", "/api/hello/Nur%20Aisyah/3?x=1", "", "", 200, "GET Nur Aisyah 3" },
        { "GET", "/api/hello/a%2Fb", "", "", 200, "GET a%2Fb once" },
        { "GET", "/API/Hello/ana", "", "", 200, "GET ana once" },
        { "GET", "/api/hello/ana/three", "", "", 404, "" },
        { "GET", "/api/pages/annex", "", "", 200, "annex 1" },
        { "GET", "/api/pages/annex/12", "", "", 200, "annex 12" },
        { "POST", "/api/upload", "Content-Type: multipart/form-data; boundary=part", Form, 200, "signed: letter.pdf, 8 bytes" },
        { "POST", "/api/upload", "Content-Type: application/x-www-form-urlencoded", "note=signed", 500, Failed("Upload") },
        { "GET", "/hello/ana", "", "", 404, "" },
        { "POST", "/api/hello/ana", "", "", 405, "" },
        { "POST", $"/api/items/{SomeId}", "", "a body: résumé", 200, $"\"{SomeId} a body: résumé\"" },
        { "PUT", $"/api/items/{SomeId}", "", "", 200, $"\"{SomeId} \"" },
        { "POST", "/api/items/17", "", "a body", 404, "" },
        { "GET", "/api/secret", "", "", 401, "" },
        { "GET", "/api/secret", "x-functions-key: wrong", "", 401, "" },
        { "GET", "/api/secret?code=wrong", "", "", 401, "" },
        { "GET", "/api/secret", $"x-functions-key: {Key}", "", 200, "told" },
        { "GET", $"/api/secret?code={Key}", "", "", 200, "told" },
        { "GET", "/api/operate", "", "", 401, "" },
        { "GET", "/api/operate", $"x-functions-key: {Key}", "", 200, "operated" },
        { "GET", "/api/WhoAmI", "", "", 401, "" },
        { "GET", "/api/WhoAmI", "x-local-person: aminah", "", 200, "{\"id\":\"aminah\",\"reviewer\":true}" },
        { "GET", "/api/WhoAmI", "x-local-person: badrul", "", 200, "{\"id\":\"badrul\",\"reviewer\":false}" },
        { "POST", "/api/start/my-tip-2025", "", "", 202, "" },
        { "GET", "/api/scope", "", "", 200, "True" },
        { "GET", "/api/crash", "", "", 500, Failed("Crash") },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_in_process_is_answered(string method, string address, string header, string body, int status, string text)
    {
        await using var app = new App();
        using var http = new InProcessHttp(Catalog, app.Host, Key);

        var answer = await http.Send(method, address, Encoding.UTF8.GetBytes(body), Headers(header));

        Assert.Equal((status, text), (answer.Status, answer.Text));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_over_a_socket_is_answered_as_one_in_process(string method, string address, string header, string body, int status, string text)
    {
        await using var app = new App();
        using var http = new InProcessHttp(Catalog, app.Host, Key);
        await using var server = await Serve(app);

        var inProcess = await http.Send(method, address, Encoding.UTF8.GetBytes(body), Headers(header));
        var overSocket = await Call(server, method, address, header, body);

        Assert.Equal((status, text), (overSocket.Status, overSocket.Text));
        Assert.Equal(Lines(inProcess), Lines(overSocket));
    }

    [Fact]
    public async Task Headers_set_when_the_answer_starts_reach_the_caller_in_process()
    {
        await using var app = new App();
        using var http = new InProcessHttp(Catalog, app.Host, Key);

        var answer = await http.Send("POST", $"/api/items/{SomeId}", "1234567"u8.ToArray());

        Assert.Equal("7 yes", $"{answer.Headers["x-length"]} {answer.Headers["x-started"]}");
    }

    [Fact]
    public async Task A_failure_is_logged_and_its_cause_stays_inside()
    {
        await using var app = new App();
        using var http = new InProcessHttp(Catalog, app.Host, Key);

        var answer = await http.Send("GET", "/api/crash");

        Assert.DoesNotContain("swordfish", answer.Text, StringComparison.Ordinal);
        Assert.Equal("application/problem+json", answer.Headers.ContentType);
        Assert.Equal(["The HTTP function Crash failed on GET /api/crash. The password is swordfish."], app.Log.Lines);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_an_error_on_both_sides()
    {
        await using var app = new App();
        using var http = new InProcessHttp(Catalog, app.Host, Key);
        await using var server = await Serve(app);

        var inProcess = await Assert.ThrowsAsync<IOException>(() => http.Send("GET", "/api/crash-halfway"));
        await Assert.ThrowsAsync<HttpRequestException>(() => Call(server, "GET", "/api/crash-halfway", "", ""));

        Assert.Equal("GET /api/crash-halfway broke off in the middle of its answer.", inProcess.Message);
    }

    [Fact]
    public async Task A_caller_handed_over_in_process_wins_over_the_header()
    {
        await using var app = new App();
        using var http = new InProcessHttp(Catalog, app.Host, Key);
        var caller = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "chong"), new Claim(ClaimTypes.Role, "reviewer")], "test"));

        var answer = await http.Send("GET", "/api/WhoAmI", headers: Headers("x-local-person: badrul"), caller: caller);

        Assert.Equal("""{"id":"chong","reviewer":true}""", answer.Text);
    }

    [Fact]
    public async Task The_durable_client_is_the_hosts()
    {
        await using var app = new App();
        using var http = new InProcessHttp(Catalog, app.Host, Key);

        var answer = await http.Send("POST", "/api/start/my-tip-2025");

        Assert.Equal(["my-tip-2025 Started"], app.Client.Events);
        Assert.Equal("/api/start/my-tip-2025", answer.Headers.Location);
    }

    [Fact]
    public async Task A_cancelled_call_in_process_ends_as_cancelled()
    {
        await using var app = new App();
        using var http = new InProcessHttp(Catalog, app.Host, Key);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => http.Send("POST", $"/api/items/{SomeId}", "x"u8.ToArray(), cancellation: new CancellationToken(canceled: true)));
        Assert.Empty(app.Log.Lines);
    }

    [Theory]
    [InlineData("GET", "/status", "", 200, """{"state":"resting"}""")]
    [InlineData("POST", "/clock/step", "", 200, """{"stepped":true}""")]
    [InlineData("POST", "/clock/jump?to=2024-10-15", "", 200, """{"to":"2024-10-15T00:00:00Z"}""")]
    [InlineData("POST", "/clock/jump?to=2024-10-15T08:00:00%2B08:00", "", 200, """{"to":"2024-10-15T00:00:00Z"}""")]
    [InlineData("GET", "/clock/step", "", 405, "")]
    [InlineData("POST", "/clock/step", "Origin: https://example.org", 403, Foreign)]
    [InlineData("GET", "/status", "Host: rebound.example.org", 403, Foreign)]
    [InlineData("POST", "/clock/jump?to=soon", "", 400, """{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"Bad Request","status":400,"detail":"'soon' is no moment to jump to. Write it as in ?to=2024-10-15T08:00:00Z."}""")]
    public async Task The_controls_of_the_server_answer_this_machine_only(string method, string address, string header, int status, string text)
    {
        await using var app = new App();
        await using var server = await Serve(app);

        var answer = await Call(server, method, address, header, "");

        Assert.Equal((status, text), (answer.Status, answer.Text));
    }

    const string Foreign = """{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.4","title":"Forbidden","status":403,"detail":"This server answers to this machine only."}""";

    [Fact]
    public async Task The_server_says_where_it_listens_and_stops_when_cancelled()
    {
        await using var app = new App();
        await using var server = await Serve(app);
        using var output = new StringWriter { NewLine = "\n" };

        await server.Run(output, new CancellationToken(canceled: true));

        Assert.Equal($"Listening on {server.Address}\nFunction key: {Key} (header x-functions-key or ?code=)\n", output.ToString());
        await Assert.ThrowsAsync<HttpRequestException>(() => Call(server, "GET", "/status", "", ""));
    }

    [Fact]
    public void Every_start_has_a_key_of_its_own()
    {
        Assert.Matches("^[0-9a-f]{64}$", HttpFunctions.NewKey());
        Assert.NotEqual(HttpFunctions.NewKey(), HttpFunctions.NewKey());
    }

    static string Failed(string function)
        => $$"""{"type":"https://tools.ietf.org/html/rfc9110#section-15.6.1","title":"An error occurred while processing your request.","status":500,"detail":"The function {{function}} failed. The log of the host says why."}""";

    static Task<LocalServer> Serve(App app)
        => LocalServer.Start(0, Controls, Key, endpoints => HttpFunctions.Map(endpoints, Catalog, app.Host, Key));

    static async Task<HttpAnswer> Call(LocalServer server, string method, string address, string header, string body)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(server.Address, address));
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }

        foreach (var (name, value) in Headers(header))
        {
            _ = request.Headers.TryAddWithoutValidation(name, value) || request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        var headers = new Microsoft.AspNetCore.Http.HeaderDictionary();
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            headers[name] = values.ToArray();
        }

        return new HttpAnswer((int)response.StatusCode, headers, await response.Content.ReadAsByteArrayAsync());
    }

    static Dictionary<string, string> Headers(string line)
        => line.Split(": ") is [var name, var value] ? new() { [name] = value } : [];

    /// <summary>Status, headers and body, without the headers that only a server on a socket writes.</summary>
    static string Lines(HttpAnswer answer)
    {
        string[] ofTheSocket = ["Date", "Server", "Content-Length", "Transfer-Encoding"];
        var headers = answer.Headers
            .Where(header => !ofTheSocket.Contains(header.Key))
            .OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .Select(header => $"{header.Key.ToLowerInvariant()}: {header.Value}");
        return string.Join('\n', [$"{answer.Status}", .. headers, answer.Text]);
    }
}
