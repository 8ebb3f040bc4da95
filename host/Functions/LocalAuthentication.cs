using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assessment.Host.Functions;

public sealed class LocalAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>What the host knows of a person, roles above all.</summary>
    public Func<string, IEnumerable<Claim>> ClaimsOf { get; set; } = _ => [];
}

/// <summary>Believes the caller who he is. It exists in the local host only and is no part of the app that is deployed.</summary>
public sealed class LocalAuthentication(IOptionsMonitor<LocalAuthenticationOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : AuthenticationHandler<LocalAuthenticationOptions>(options, log, encoder)
{
    public const string SchemeName = "Local";

    public const string PersonHeader = "x-local-person";

    /// <summary>Who a browser is on this machine, for requests without the header.</summary>
    public const string PersonCookie = "local-person";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Caller() is { } caller ? AuthenticateResult.Success(new AuthenticationTicket(caller, SchemeName)) : AuthenticateResult.NoResult());

    ClaimsPrincipal? Caller()
    {
        if (Context.Features.Get<InProcessCaller>() is { } caller)
        {
            return caller.Principal;
        }

        var person = (Request.Headers.TryGetValue(PersonHeader, out var header) ? header.ToString() : Request.Cookies[PersonCookie] ?? "").Trim();
        return person.Length == 0
            ? null
            : new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, person), .. Options.ClaimsOf(person)], SchemeName));
    }
}

/// <summary>The caller of a request in process, handed over instead of named in a header.</summary>
sealed record InProcessCaller(ClaimsPrincipal Principal);

public static class LocalAuthenticationServices
{
    /// <summary>Makes the local scheme the one that every request is authenticated with.</summary>
    public static IServiceCollection AddLocalAuthentication(this IServiceCollection services, Func<string, IEnumerable<Claim>> claimsOf)
    {
        services.AddAuthentication(LocalAuthentication.SchemeName)
            .AddScheme<LocalAuthenticationOptions, LocalAuthentication>(LocalAuthentication.SchemeName, options => options.ClaimsOf = claimsOf);
        return services;
    }
}
