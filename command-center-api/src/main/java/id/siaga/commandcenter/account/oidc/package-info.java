/** Single sign-on by OpenID Connect: authorization code with PKCE. Blocking; call on worker threads. */
@NullMarked
package id.siaga.commandcenter.account.oidc;

import org.jspecify.annotations.NullMarked;
